#ifndef ATB_NATIVE_CONTEXT_H
#define ATB_NATIVE_CONTEXT_H

#include "atb/context.h"
#include "python.h"

namespace atb {
namespace native {

/* Stands for a context that Python keeps under a handle. */
class PythonContext final : public Context
{
   public:
    PythonContext(uint64_t handle, const std::function<void(void *)> &dealloc, void *tiling);
    ~PythonContext() override;

    Status SetExecuteStream(aclrtStream stream) override;
    aclrtStream GetExecuteStream() const override;
    Status SetAsyncTilingCopyStatus(bool enable) override;
    bool GetAsyncTilingCopyStatus() const override;
    Status SetExecuteStreams(const std::vector<aclrtStream> &streams) override;
    std::vector<aclrtStream> GetExecuteStreams() override;
    Status SetExecuteType(ExecuteType type) override;
    ExecuteType GetExecuteType() override;
    Status SetLaunchMode(LaunchMode mode) override;
    LaunchMode GetLaunchMode() override;

    uint64_t handle() const
    {
        return handle_;
    }

   private:
    uint64_t handle_;
    std::function<void(void *)> dealloc_;
    void *tiling_; // what the program's own function allocated
};

/* The handle of one of our contexts, 0 for null and for what is no context of this library. */
uint64_t handleOf(Context *context);

} // namespace native
} // namespace atb

#endif
