/* CreateOperation of GraphParam: the graph keeps the program's functions and owns the operations of its nodes. */
#include "callbacks.h"
#include "operation.h"

namespace atb {
namespace native {

class GraphOperation final : public PythonOperation
{
   public:
    explicit GraphOperation(const GraphParam &param) : PythonOperation(0), param_(param) {}
    ~GraphOperation() override;

    /* Has Python check and take the graph. */
    Status create(const void *caller, Operation **operation);

    /* The operations of the nodes stay the program's: the graph was refused. */
    void disown()
    {
        param_.nodes.clear();
    }

   private:
    Slots described(const void *caller);

    GraphParam param_;
    std::vector<uint64_t> adopted_; // handles of operations of the program's own
};

GraphOperation::~GraphOperation()
{
    for (uint64_t handle : adopted_) call(ATB_CALLER, "atb::DestroyOperation", Slots(handle));
    for (Node &node : param_.nodes) DestroyOperation(node.operation);
}

Slots GraphOperation::described(const void *caller)
{
    Slots slots(param_.name.c_str(), param_.name.size(), param_.inTensorNum, param_.outTensorNum,
                param_.internalTensorNum, param_.inferShapeFunc ? &param_.inferShapeFunc : nullptr, &inferGraph,
                &reshape, param_.nodes.size());
    for (Node &node : param_.nodes) {
        uint64_t handle = handleOf(node.operation);
        if (handle == 0 && node.operation != nullptr) adopted_.push_back(handle = adopt(caller, node.operation));
        slots.append(Slots(handle, node.inTensorIds, node.outTensorIds, node.inTensorReshapeFuncs.size()));
        for (ReshapeFunc &function : node.inTensorReshapeFuncs) slots.add(function ? &function : nullptr);
        slots.add(node.inTensorChunks);
    }
    return slots;
}

Status GraphOperation::create(const void *caller, Operation **operation)
{
    const Slots graph = described(caller);
    const Slots slots(graph.size(), graph.data(), operation, &handle_);
    return static_cast<Status>(call(caller, "atb::CreateOperation<atb::GraphParam>", slots));
}

} // namespace native

template <>
Status CreateOperation(const GraphParam &opParam, Operation **operation)
{
    auto *graph = new native::GraphOperation(opParam);
    const Status status = graph->create(ATB_CALLER, operation);
    if (status == NO_ERROR) {
        *operation = graph;
    } else {
        graph->disown();
        delete graph;
    }
    return status;
}

} // namespace atb
