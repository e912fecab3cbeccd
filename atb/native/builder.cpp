/* GraphOpBuilder: names become the numbers of GraphParam. */
#include <map>

#include "atb/graph_op_builder.h"
#include "python.h"

namespace atb {

template <>
Status CreateOperation(const GraphParam &opParam, Operation **operation); /* in graph.cpp */

namespace native {

class Builder final : public GraphOpBuilder
{
   public:
    Status Init(const std::string &opName, const InferShapeFunc &inferShapeFunc,
                const SVector<std::string> &inTensorNames, const SVector<std::string> &outTensorNames) override
    {
        graph_.name = opName;
        graph_.inferShapeFunc = inferShapeFunc;
        for (const std::string &name : inTensorNames) ids_.emplace(name, graph_.inTensorNum++);
        for (const std::string &name : outTensorNames) ids_.emplace(name, graph_.inTensorNum + graph_.outTensorNum++);
        return NO_ERROR;
    }

    Status Reshape(const std::string &srcTensorName, const ReshapeFunc &reshapeFunc,
                   const std::string &viewTensorName) override
    {
        ids_[viewTensorName] = idOf(srcTensorName);
        views_[viewTensorName] = reshapeFunc;
        return NO_ERROR;
    }

    Status AddOperation(Operation *operation, const SVector<std::string> &inTensorNames,
                        const SVector<std::string> &outTensorNames) override
    {
        Node node;
        node.operation = operation;
        for (const std::string &name : inTensorNames) {
            node.inTensorIds.push_back(idOf(name));
            const auto view = views_.find(name);
            node.inTensorReshapeFuncs.push_back(view != views_.end() ? view->second : ReshapeFunc());
        }
        for (const std::string &name : outTensorNames) node.outTensorIds.push_back(idOf(name));
        const Slots slots(operation, graph_.internalTensorNum);
        const auto status = static_cast<Status>(call(ATB_CALLER, "atb::GraphOpBuilder::AddOperation", slots));
        if (status == NO_ERROR) graph_.nodes.push_back(node);
        return status;
    }

    Operation *Build() override
    {
        Operation *built = nullptr;
        if (CreateOperation(graph_, &built) != NO_ERROR)
            for (Node &node : graph_.nodes) DestroyOperation(node.operation);
        return built;
    }

   private:
    uint32_t idOf(const std::string &name)
    {
        const auto known = ids_.find(name);
        if (known != ids_.end()) return known->second;
        const uint32_t id = graph_.inTensorNum + graph_.outTensorNum + graph_.internalTensorNum++;
        return ids_[name] = id;
    }

    GraphParam graph_;
    std::map<std::string, uint32_t> ids_;
    std::map<std::string, ReshapeFunc> views_;
};

} // namespace native

GraphOpBuilder::GraphOpBuilder() = default;
GraphOpBuilder::~GraphOpBuilder() = default;

Status CreateGraphOpBuilder(GraphOpBuilder **builder)
{
    const auto status =
        static_cast<Status>(native::call(ATB_CALLER, "atb::CreateGraphOpBuilder", native::Slots(builder)));
    if (status == NO_ERROR) *builder = new native::Builder;
    return status;
}

Status DestroyGraphOpBuilder(GraphOpBuilder *builder)
{
    delete builder;
    return NO_ERROR;
}

} // namespace atb
