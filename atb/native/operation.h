#ifndef ATB_NATIVE_OPERATION_H
#define ATB_NATIVE_OPERATION_H

#include "atb/operation.h"
#include "python.h"

namespace atb {
namespace native {

/* Stands for an operation that Python keeps under a handle. */
class PythonOperation : public Operation
{
   public:
    explicit PythonOperation(uint64_t handle) : handle_(handle) {}
    ~PythonOperation() override;

    std::string GetName() const override;
    Status InferShape(const SVector<TensorDesc> &inTensorDescs, SVector<TensorDesc> &outTensorDescs) const override;
    uint32_t GetInputNum() const override;
    uint32_t GetOutputNum() const override;
    Status Setup(const VariantPack &variantPack, uint64_t &workspaceSize, Context *context) override;
    Status Execute(const VariantPack &variantPack, uint8_t *workspace, uint64_t workspaceSize,
                   Context *context) override;

    uint64_t handle() const
    {
        return handle_;
    }

   protected:
    uint64_t handle_;
};

/* The handle of one of our operations, 0 for null and for an operation of the program's own. */
uint64_t handleOf(const Operation *operation);

/* One that remembers the parameter that it was created from. */
template <class Param>
class ParamOperation final : public PythonOperation
{
   public:
    ParamOperation(uint64_t handle, const Param &param) : PythonOperation(handle), param(param) {}

    Param param;
};

} // namespace native
} // namespace atb

#endif
