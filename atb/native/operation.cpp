#include "operation.h"

#include "context.h"

namespace atb {
namespace native {

PythonOperation::~PythonOperation()
{
    if (handle_ != 0) call(ATB_CALLER, "atb::DestroyOperation", Slots(handle_));
}

std::string PythonOperation::GetName() const
{
    return textOf(ATB_CALLER, "atb::Operation::GetName", handle_);
}

Status PythonOperation::InferShape(const SVector<TensorDesc> &inTensorDescs, SVector<TensorDesc> &outTensorDescs) const
{
    Slots inputs;
    for (const TensorDesc &desc : inTensorDescs) inputs.add(desc);
    std::vector<int64_t> outputs(GetOutputNum() * DESC_SLOTS);
    const Slots slots(handle_, inTensorDescs.size(), inputs.data(), outputs.data());
    const auto status = static_cast<Status>(call(ATB_CALLER, "atb::Operation::InferShape", slots));
    if (status == NO_ERROR) outTensorDescs = descsOf(outputs.data(), outputs.size() / DESC_SLOTS);
    return status;
}

uint32_t PythonOperation::GetInputNum() const
{
    return static_cast<uint32_t>(call(ATB_CALLER, "atb::Operation::GetInputNum", Slots(handle_), 0));
}

uint32_t PythonOperation::GetOutputNum() const
{
    return static_cast<uint32_t>(call(ATB_CALLER, "atb::Operation::GetOutputNum", Slots(handle_), 0));
}

Status PythonOperation::Setup(const VariantPack &variantPack, uint64_t &workspaceSize, Context *context)
{
    const Slots tensors = tensorsOf(variantPack);
    const Slots slots(handle_, variantPack.inTensors.size(), variantPack.outTensors.size(), tensors.data(),
                      &workspaceSize, handleOf(context), context);
    return static_cast<Status>(call(ATB_CALLER, "atb::Operation::Setup", slots));
}

Status PythonOperation::Execute(const VariantPack &variantPack, uint8_t *workspace, uint64_t workspaceSize,
                                Context *context)
{
    const Slots tensors = tensorsOf(variantPack);
    const Slots slots(handle_, variantPack.inTensors.size(), variantPack.outTensors.size(), tensors.data(), workspace,
                      workspaceSize, handleOf(context));
    return static_cast<Status>(call(ATB_CALLER, "atb::Operation::Execute", slots));
}

uint64_t handleOf(const Operation *operation)
{
    const auto *ours = dynamic_cast<const PythonOperation *>(operation);
    return ours != nullptr ? ours->handle() : 0;
}

} // namespace native

Status DestroyOperation(Operation *operation)
{
    delete operation;
    return NO_ERROR;
}

Status SetExecuteStreamId(Operation *operation, uint32_t streamId)
{
    const native::Slots slots(native::handleOf(operation), streamId);
    return static_cast<Status>(native::call(ATB_CALLER, "atb::SetExecuteStreamId", slots));
}

uint32_t GetExecuteStreamId(Operation *operation)
{
    const native::Slots slots(native::handleOf(operation));
    return static_cast<uint32_t>(native::call(ATB_CALLER, "atb::GetExecuteStreamId", slots, 0));
}

} // namespace atb
