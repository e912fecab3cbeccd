#include "context.h"

namespace atb {
namespace native {

namespace {

constexpr uint32_t HOST_BLOCKS = 128, DEVICE_BLOCKS = 32;

Status create(const void *caller, Context **context, const std::function<void *(size_t)> &alloc,
              const std::function<void(void *)> &dealloc, uint32_t hostBlocks, uint32_t deviceBlocks)
{
    uint64_t handle = 0, tilingSize = 0;
    const bool hasAlloc = static_cast<bool>(alloc), hasDealloc = static_cast<bool>(dealloc);
    const Slots slots(context, hasAlloc, hasDealloc, hostBlocks, deviceBlocks, &handle, &tilingSize);
    const Status status = static_cast<Status>(call(caller, "atb::CreateContext", slots));
    if (status != NO_ERROR) return status;
    void *tiling = hasAlloc ? alloc(tilingSize) : nullptr;
    *context = new PythonContext(handle, dealloc, tiling);
    if (hasAlloc && tiling == nullptr) {
        delete *context;
        *context = nullptr;
        return ERROR_OUT_OF_DEVICE_MEMORY;
    }
    return NO_ERROR;
}

} // namespace

PythonContext::PythonContext(uint64_t handle, const std::function<void(void *)> &dealloc, void *tiling)
    : handle_(handle), dealloc_(dealloc), tiling_(tiling)
{
}

PythonContext::~PythonContext()
{
    if (tiling_ != nullptr) dealloc_(tiling_);
    call(ATB_CALLER, "atb::DestroyContext", Slots(handle_));
}

Status PythonContext::SetExecuteStream(aclrtStream stream)
{
    return static_cast<Status>(call(ATB_CALLER, "atb::Context::SetExecuteStream", Slots(handle_, stream)));
}

aclrtStream PythonContext::GetExecuteStream() const
{
    return reinterpret_cast<aclrtStream>(call(ATB_CALLER, "atb::Context::GetExecuteStream", Slots(handle_), 0));
}

Status PythonContext::SetAsyncTilingCopyStatus(bool enable)
{
    return static_cast<Status>(call(ATB_CALLER, "atb::Context::SetAsyncTilingCopyStatus", Slots(handle_, enable)));
}

bool PythonContext::GetAsyncTilingCopyStatus() const
{
    return call(ATB_CALLER, "atb::Context::GetAsyncTilingCopyStatus", Slots(handle_), 0) != 0;
}

Status PythonContext::SetExecuteStreams(const std::vector<aclrtStream> &streams)
{
    Slots slots(handle_);
    for (aclrtStream stream : streams) slots.add(stream);
    return static_cast<Status>(call(ATB_CALLER, "atb::Context::SetExecuteStreams", slots));
}

std::vector<aclrtStream> PythonContext::GetExecuteStreams()
{
    const char *name = "atb::Context::GetExecuteStreams";
    std::vector<aclrtStream> streams(static_cast<size_t>(call(ATB_CALLER, name, Slots(handle_, 0, 0), 0)));
    call(ATB_CALLER, name, Slots(handle_, streams.data(), streams.size()), 0);
    return streams;
}

Status PythonContext::SetExecuteType(ExecuteType type)
{
    return static_cast<Status>(call(ATB_CALLER, "atb::Context::SetExecuteType", Slots(handle_, type)));
}

ExecuteType PythonContext::GetExecuteType()
{
    return static_cast<ExecuteType>(call(ATB_CALLER, "atb::Context::GetExecuteType", Slots(handle_), 0));
}

Status PythonContext::SetLaunchMode(LaunchMode mode)
{
    return static_cast<Status>(call(ATB_CALLER, "atb::Context::SetLaunchMode", Slots(handle_, mode)));
}

LaunchMode PythonContext::GetLaunchMode()
{
    return static_cast<LaunchMode>(call(ATB_CALLER, "atb::Context::GetLaunchMode", Slots(handle_), 0));
}

uint64_t handleOf(Context *context)
{
    const auto *ours = dynamic_cast<PythonContext *>(context);
    return ours != nullptr ? ours->handle() : 0;
}

} // namespace native

Status CreateContext(Context **context)
{
    return native::create(ATB_CALLER, context, nullptr, nullptr, native::HOST_BLOCKS, native::DEVICE_BLOCKS);
}

Status CreateContext(Context **context, const std::function<void *(size_t)> &alloc,
                     const std::function<void(void *)> &dealloc)
{
    return native::create(ATB_CALLER, context, alloc, dealloc, native::HOST_BLOCKS, native::DEVICE_BLOCKS);
}

Status CreateContext(Context **context, uint32_t hostTilingBlockNum, uint32_t deviceTilingBlockNum)
{
    return native::create(ATB_CALLER, context, nullptr, nullptr, hostTilingBlockNum, deviceTilingBlockNum);
}

Status DestroyContext(Context *context)
{
    delete context;
    return NO_ERROR;
}

} // namespace atb
