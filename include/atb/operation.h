/* Operations: created from a parameter, prepared for some tensors, executed on a context's stream. */
#ifndef ATB_OPERATION_H
#define ATB_OPERATION_H

#include <cstdint>
#include <functional>
#include <string>

#include "atb/context.h"
#include "atb/svector.h"
#include "atb/types.h"

namespace atb {

class Operation
{
   public:
    Operation() = default;
    virtual ~Operation() = default;

    virtual std::string GetName() const = 0;
    virtual Status InferShape(const SVector<TensorDesc> &inTensorDescs, SVector<TensorDesc> &outTensorDescs) const = 0;
    virtual uint32_t GetInputNum() const = 0;
    virtual uint32_t GetOutputNum() const = 0;

    /* Checks the tensors and tells the bytes of device memory that Execute needs. Once for each set of shapes. */
    virtual Status Setup(const VariantPack &variantPack, uint64_t &workspaceSize, Context *context) = 0;

    /* Queues the work on the context's stream. Addresses may differ from those of Setup. */
    virtual Status Execute(const VariantPack &variantPack, uint8_t *workspace, uint64_t workspaceSize,
                           Context *context) = 0;
};

/* The type of the parameter chooses the operation: those of infer_op_params.h, train_op_params.h and
 * common_op_params.h, and GraphParam. */
template <typename OpParam>
Status CreateOperation(const OpParam &opParam, Operation **operation);

/* Null is no error. */
Status DestroyOperation(Operation *operation);

template <typename OpParam>
Status CloneOperationParam(const Operation *operation, OpParam &opParam);

template <typename OpParam>
Status UpdateOperationParam(Operation *operation, const OpParam &opParam);

/* Which of the context's streams the operation executes on; 0 unless it is set. */
Status SetExecuteStreamId(Operation *operation, uint32_t streamId);
uint32_t GetExecuteStreamId(Operation *operation);

} // namespace atb

#endif
