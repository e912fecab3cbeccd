// The contract of the two phases, shown with aclnnRotaryPositionEmbeddingGrad: what may go wrong in each, and when.
#include <thread>
#include <vector>

#include "acl/acl.h"
#include "aclnnop/aclnn_rotary_position_embedding_grad.h"
#include "check.h"

namespace {

const std::vector<int64_t> kShape = {1, 1, 1, 4};
const size_t kBytes = 4 * sizeof(float);

void *Upload(float value)
{
    const std::vector<float> values(4, value);
    void *device = nullptr;
    EXPECT_OK(aclrtMalloc(&device, kBytes, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemcpy(device, kBytes, values.data(), kBytes, ACL_MEMCPY_HOST_TO_DEVICE));
    return device;
}

float First(void *device)
{
    float values[4] = {};
    EXPECT_OK(aclrtMemcpy(values, kBytes, device, kBytes, ACL_MEMCPY_DEVICE_TO_HOST));
    return values[0];
}

aclTensor *Tensor(void *device)
{
    return aclCreateTensor(kShape.data(), 4, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, kShape.data(), 4, device);
}

// The operator's arguments with their memory; dx becomes cos*dy + sin*dy = 2*1 + 3*1.
struct Call {
    void *dy = Upload(1), *cos = Upload(2), *sin = Upload(3), *dx = Upload(0), *rest = Upload(0);

    aclnnStatus Plan(uint64_t *size, aclOpExecutor **executor) const
    {
        aclTensor *tensors[] = {Tensor(dy), Tensor(cos), Tensor(sin), Tensor(dx), Tensor(rest), Tensor(rest)};
        aclnnStatus status = aclnnRotaryPositionEmbeddingGradGetWorkspaceSize(
            tensors[0], tensors[1], tensors[2], nullptr, 0, tensors[3], tensors[4], tensors[5], size, executor);
        for (aclTensor *tensor : tensors) EXPECT(aclDestroyTensor(tensor), 0); // the plan keeps what it needs
        return status;
    }

    aclOpExecutor *Planned() const
    {
        uint64_t size = 99;
        aclOpExecutor *executor = nullptr;
        EXPECT(Plan(&size, &executor), 0);
        EXPECT(size, 0);
        return executor;
    }
};

aclnnStatus Run(aclOpExecutor *executor, aclrtStream stream, void *workspace = nullptr, uint64_t size = 0)
{
    return aclnnRotaryPositionEmbeddingGrad(workspace, size, executor, stream);
}

void RunsOnce(const Call &call, aclrtStream stream)
{
    aclOpExecutor *executor = call.Planned();
    EXPECT(Run(executor, stream), 0);
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT(First(call.dx), 5);
    EXPECT(Run(executor, stream), ACLNN_ERR_INNER); // an executor runs once
    EXPECT(Run(nullptr, stream), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(Run(static_cast<aclOpExecutor *>(strange(4)), stream), ACLNN_ERR_INNER);
}

void ChecksTheWorkspace(const Call &call, aclrtStream stream)
{
    aclOpExecutor *executor = call.Planned();
    EXPECT(Run(executor, stream, nullptr, 64), ACLNN_ERR_PARAM_NULLPTR);
    EXPECT(Run(executor, stream, Upload(0), 16), 0); // more than planned is fine, and the plan was not lost
    EXPECT_OK(aclrtSynchronizeStream(stream));
}

void ReportsWrongStreams(const Call &call)
{
    aclrtStream gone = nullptr, foreign = nullptr;
    EXPECT_OK(aclrtCreateStream(&gone));
    EXPECT_OK(aclrtDestroyStream(gone));
    EXPECT(Run(call.Planned(), gone), ACLNN_ERR_RUNTIME_ERROR);
    aclrtContext mine = nullptr, other = nullptr;
    EXPECT_OK(aclrtGetCurrentContext(&mine));
    EXPECT_OK(aclrtCreateContext(&other, 0));
    EXPECT_OK(aclrtCreateStream(&foreign));
    EXPECT_OK(aclrtSetCurrentContext(mine));
    EXPECT(Run(call.Planned(), foreign), ACLNN_ERR_RUNTIME_ERROR);
    EXPECT_OK(aclrtDestroyContext(other));
    EXPECT(Run(call.Planned(), nullptr), 0); // null is the default stream
    EXPECT_OK(aclrtSynchronizeStream(nullptr));
    std::thread without_context([&call] { EXPECT(Run(call.Planned(), nullptr), ACLNN_ERR_RUNTIME_ERROR); });
    without_context.join();
}

void ReportsWhatKernelsTouch(aclrtStream stream)
{
    Call on_host, nowhere;
    float host[4] = {1, 2, 3, 4};
    on_host.dy = host;
    nowhere.dx = nullptr;
    for (const Call *call : {&on_host, &nowhere}) {
        EXPECT(Run(call->Planned(), stream), 0); // phase two does not look: hardware does not either
        EXPECT(aclrtSynchronizeStream(stream), ACL_ERROR_RT_AICORE_EXCEPTION);
        EXPECT_TRUE(aclGetRecentErrMsg() != nullptr);
        EXPECT_OK(aclrtSynchronizeStream(stream)); // reported once
    }
}

void NeedsASynchronise(const Call &call, aclrtStream stream)
{
    EXPECT_OK(aclrtMemset(call.dx, kBytes, 0, kBytes));
    EXPECT(Run(call.Planned(), stream), 0);
    EXPECT(First(call.dx), 0); // aclrtMemcpy does not wait for streams
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT(First(call.dx), 5);
}

} // namespace

int main()
{
    EXPECT_OK(aclInit(nullptr));
    EXPECT_OK(aclrtSetDevice(0));
    aclrtStream stream = nullptr;
    EXPECT_OK(aclrtCreateStream(&stream));
    {
        const Call call;
        RunsOnce(call, stream);
        ChecksTheWorkspace(call, stream);
        ReportsWrongStreams(call);
        ReportsWhatKernelsTouch(stream);
        NeedsASynchronise(call, stream);
    }
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT_OK(aclrtResetDevice(0));
    EXPECT_OK(aclFinalize());
    return check_result();
}
