#include "python.h"

namespace ge {

using native::Described;
using native::number;

/* Every graph has the shapes of each run: memory and shapes are decided then, so there is nothing to say before. */
bool CompiledGraphSummary::IsStatic() const
{
    return false;
}

Status CompiledGraphSummary::GetConstMemorySize(size_t &size) const
{
    size = 0;
    return SUCCESS;
}

Status CompiledGraphSummary::GetFeatureMemorySize(size_t &size) const
{
    size = 0;
    return SUCCESS;
}

Status CompiledGraphSummary::GetFixedFeatureMemorySize(size_t &size) const
{
    size = 0;
    return SUCCESS;
}

Status CompiledGraphSummary::GetFeatureMemoryBaseRefreshable(bool &refreshable) const
{
    refreshable = false;
    return SUCCESS;
}

Status CompiledGraphSummary::GetOutputShapes(std::vector<Shape> &) const
{
    return FAILED;
}

Status CompiledGraphSummary::GetOutputDtypes(std::vector<DataType> &) const
{
    return FAILED;
}

Session::Session(const Options &) : handle_(0)
{
    native::call("ge::Session::Session", {number(&handle_)});
}

Session::~Session()
{
    native::call("ge::Session::~Session", {static_cast<int64_t>(handle_)});
}

Status Session::AddGraph(uint32_t id, const Graph &graph, const Options &)
{
    return native::status("ge::Session::AddGraph", {static_cast<int64_t>(handle_), id, graph.handle()});
}

Status Session::RemoveGraph(uint32_t id)
{
    return native::status("ge::Session::RemoveGraph", {static_cast<int64_t>(handle_), id});
}

Status Session::CompileGraph(uint32_t id)
{
    return native::status("ge::Session::CompileGraph", {static_cast<int64_t>(handle_), id});
}

std::shared_ptr<CompiledGraphSummary> Session::GetCompiledGraphSummary(uint32_t)
{
    return std::make_shared<CompiledGraphSummary>();
}

static Described describe(const Tensor &tensor)
{
    Described described = {};
    described.type = tensor.GetDataType();
    described.placement = tensor.GetPlacement();
    described.address = number(tensor.GetData());
    described.bytes = static_cast<int64_t>(tensor.size());
    described.rank = static_cast<int64_t>(tensor.GetShapeDimNum());
    for (size_t axis = 0; axis < tensor.GetShapeDimNum() && axis < Described::kMostDims; axis++)
        described.dims[axis] = tensor.GetShapeDim(axis);
    return described;
}

static void free_output(uint8_t *data)
{
    native::call("ge::Tensor::~Tensor", {number(data)});
}

static void fill(Tensor &tensor, const Described &described)
{
    auto *data = reinterpret_cast<uint8_t *>(static_cast<uintptr_t>(described.address));
    if (data != tensor.GetData()) tensor.SetData(data, static_cast<size_t>(described.bytes), free_output);
    tensor.SetDataType(static_cast<DataType>(described.type));
    tensor.SetPlacement(static_cast<Placement>(described.placement));
    tensor.SetFormat(FORMAT_ND);
    tensor.SetShapeDimNum(static_cast<size_t>(described.rank));
    tensor.SetOriginShapeDimNum(static_cast<size_t>(described.rank));
    for (size_t axis = 0; axis < static_cast<size_t>(described.rank); axis++) {
        tensor.SetShapeDim(axis, described.dims[axis]);
        tensor.SetOriginShapeDim(axis, described.dims[axis]);
    }
}

/* Outputs that come with data keep them, the others get memory that ends with their tensor. */
static Status run(uint64_t session, uint32_t id, void *stream, bool waits, const std::vector<Tensor> &inputs,
                  std::vector<Tensor> &outputs)
{
    int64_t count = 0;
    const auto handle = static_cast<int64_t>(session);
    if (native::status("ge::Session::CountOutputs", {handle, id, number(&count)}) != SUCCESS) return FAILED;
    std::vector<Described> given, answers(static_cast<size_t>(count));
    for (const Tensor &input : inputs) given.push_back(describe(input));
    for (size_t index = 0; index < outputs.size() && index < answers.size(); index++)
        answers[index] = describe(outputs[index]);
    Status answer =
        native::status("ge::Session::RunGraph", {handle, id, number(stream), waits, number(given.data()),
                                                 static_cast<int64_t>(given.size()), number(answers.data()), count});
    if (answer != SUCCESS) return answer;
    outputs.resize(answers.size());
    for (size_t index = 0; index < answers.size(); index++) fill(outputs[index], answers[index]);
    return SUCCESS;
}

Status Session::RunGraph(uint32_t id, const std::vector<Tensor> &inputs, std::vector<Tensor> &outputs)
{
    return run(handle_, id, nullptr, true, inputs, outputs);
}

Status Session::RunGraphWithStreamAsync(uint32_t id, void *stream, const std::vector<Tensor> &inputs,
                                        std::vector<Tensor> &outputs)
{
    return run(handle_, id, stream, false, inputs, outputs);
}

/* Graphs take memory as they run: none has to be lent to them. */
Status Session::SetGraphConstMemoryBase(uint32_t, const void *, size_t)
{
    return SUCCESS;
}

Status Session::UpdateGraphFeatureMemoryBase(uint32_t, const void *, size_t)
{
    return SUCCESS;
}

Status Session::SetGraphFixedFeatureMemoryBase(uint32_t, const void *, size_t)
{
    return SUCCESS;
}

Status Session::UpdateGraphRefreshableFeatureMemoryBase(uint32_t, const void *, size_t)
{
    return SUCCESS;
}

Status Session::RegisterExternalAllocator(const void *, std::shared_ptr<Allocator>) const
{
    return SUCCESS;
}

Status GEInitialize(const Options &)
{
    return native::status("ge::GEInitialize", {});
}

Status GEFinalize()
{
    return native::status("ge::GEFinalize", {});
}

AscendString GEGetWarningMsgV2()
{
    return AscendString("");
}

} // namespace ge
