/* Where operations execute. */
#ifndef ATB_CONTEXT_H
#define ATB_CONTEXT_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "acl/acl.h"
#include "atb/types.h"

namespace atb {

/* What Execute does: everything, or only its first or second half, which may be in different threads. */
enum ExecuteType : int {
    EXECUTE_NORMAL = 0,
    EXECUTE_PRELAUNCH,
    EXECUTE_LAUNCH,
};

enum LaunchMode : int {
    KERNEL_LAUNCH_MODE = 0,
    GRAPH_LAUNCH_MODE,
};

class Context
{
   public:
    Context() = default;
    virtual ~Context() = default;

    virtual Status SetExecuteStream(aclrtStream stream) = 0;
    virtual aclrtStream GetExecuteStream() const = 0;
    virtual Status SetAsyncTilingCopyStatus(bool enable) = 0;
    virtual bool GetAsyncTilingCopyStatus() const = 0;

    /* The streams that SetExecuteStreamId chooses from. */
    virtual Status SetExecuteStreams(const std::vector<aclrtStream> &streams) = 0;
    virtual std::vector<aclrtStream> GetExecuteStreams() = 0;

    /* Holds for the calling thread. */
    virtual Status SetExecuteType(ExecuteType type) = 0;
    virtual ExecuteType GetExecuteType() = 0;

    virtual Status SetLaunchMode(LaunchMode mode) = 0;
    virtual LaunchMode GetLaunchMode() = 0;
};

Status CreateContext(Context **context);

/* With functions for the memory of tiling data: both or neither. */
Status CreateContext(Context **context, const std::function<void *(size_t)> &alloc,
                     const std::function<void(void *)> &dealloc);

/* With numbers of blocks for tiling data: 128 to 1024 on the host, 32 to 1024 on the device. */
Status CreateContext(Context **context, uint32_t hostTilingBlockNum, uint32_t deviceTilingBlockNum);

/* Null is no error. */
Status DestroyContext(Context *context);

} // namespace atb

#endif
