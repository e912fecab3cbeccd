/* Builds a graph from operations and names of tensors. */
#ifndef ATB_GRAPH_OP_BUILDER_H
#define ATB_GRAPH_OP_BUILDER_H

#include <memory>
#include <string>

#include "atb/operation.h"

namespace atb {

class GraphOpBuilder
{
   public:
    GraphOpBuilder();
    virtual ~GraphOpBuilder();

    /* First of all. A null function: the shapes follow from the nodes. */
    virtual Status Init(const std::string &opName, const InferShapeFunc &inferShapeFunc,
                        const SVector<std::string> &inTensorNames, const SVector<std::string> &outTensorNames) = 0;

    /* Another name for a tensor, under which nodes take it with another shape. */
    virtual Status Reshape(const std::string &srcTensorName, const ReshapeFunc &reshapeFunc,
                           const std::string &viewTensorName) = 0;

    virtual Status AddOperation(Operation *operation, const SVector<std::string> &inTensorNames,
                                const SVector<std::string> &outTensorNames) = 0;

    /* The graph, or null. */
    virtual Operation *Build() = 0;

    template <class OpParam>
    Status AddOperation(const OpParam &opParam, const SVector<std::string> &inTensorNames,
                        const SVector<std::string> &outTensorNames)
    {
        Operation *operation = nullptr;
        Status status = CreateOperation(opParam, &operation);
        if (status != NO_ERROR) return status;
        status = AddOperation(operation, inTensorNames, outTensorNames);
        if (status != NO_ERROR) DestroyOperation(operation);
        return status;
    }
};

Status CreateGraphOpBuilder(GraphOpBuilder **builder);

/* Null is no error. */
Status DestroyGraphOpBuilder(GraphOpBuilder *builder);

} // namespace atb

#endif
