// Seven mistakes and what the library has to say about them.
//
// Every call returns a status, which tells the kind of mistake: 1xxxxx was made by the caller, 2xxxxx is a
// lack of resources or support, 5xxxxx came up further inside, which can be the caller's doing all the same,
// as in the last case here. aclGetRecentErrMsg tells the rest. Statuses go to stdout, the messages to stderr:
// their wording changes from release to release.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

#include "acl/acl.h"
#include "aclnnop/aclnn_rotary_position_embedding_grad.h"

namespace {

const int32_t deviceId = 0;
const int64_t headSize = 128;
const int64_t excessiveHeadSize = 1026; // no product takes more than 1024
const size_t memorySize = excessiveHeadSize * sizeof(float);

void check(int status, const char *call)
{
    if (status != ACL_SUCCESS) {
        const char *reason = aclGetRecentErrMsg(); // null when the library has nothing to add
        throw std::runtime_error(std::string(call) + " returned " + std::to_string(status) + "\n" +
                                 (reason != nullptr ? reason : ""));
    }
}
#define CHECK(call) check((call), #call)

// Destructors cannot throw: a release that fails is counted, and main() makes the count its exit status.
int failedReleases = 0;

template <typename T, int (*release)(T *)>
struct Releaser {
    void operator()(T *object) const
    {
        failedReleases += release(object) != ACL_SUCCESS;
    }
};
using DeviceMemory = std::unique_ptr<void, Releaser<void, aclrtFree>>;
using Tensor = std::unique_ptr<const aclTensor, Releaser<const aclTensor, aclDestroyTensor>>;

DeviceMemory allocate()
{
    void *address = nullptr;
    CHECK(aclrtMalloc(&address, memorySize, ACL_MEM_MALLOC_HUGE_FIRST));
    return DeviceMemory(address);
}

Tensor describe(int64_t lastAxis, aclDataType type, const DeviceMemory &memory)
{
    const std::array<int64_t, 4> shape = {{1, 1, 1, lastAxis}};
    const std::array<int64_t, 4> strides = {{lastAxis, lastAxis, lastAxis, 1}};
    Tensor tensor(aclCreateTensor(shape.data(), shape.size(), type, strides.data(), 0, ACL_FORMAT_ND, shape.data(),
                                  shape.size(), memory.get()));
    if (tensor == nullptr) {
        throw std::runtime_error("aclCreateTensor returned null");
    }
    return tensor;
}

// The toolkit's headers have constants for runtime statuses only; those of operators are written as numbers.
struct Failure {
    int status;
    const char *name;
    const char *parameter; // which the message should mention
};

void expect(const char *mistake, int status, const Failure &promised)
{
    if (status != promised.status) {
        throw std::runtime_error(std::string(mistake) + ": status " + std::to_string(status) + " instead of " +
                                 std::to_string(promised.status));
    }
    const char *message = aclGetRecentErrMsg(); // belongs to the library; good until the next call of it
    if (message == nullptr) {
        throw std::runtime_error(std::string(mistake) + ": no message");
    }
    const bool mentioned = std::strstr(message, promised.parameter) != nullptr;
    std::printf("%s: %d %s, message mentions %s: %s\n", mistake, status, promised.name, promised.parameter,
                mentioned ? "yes" : "NO");
    std::fprintf(stderr, "%s\n", message);
    if (aclGetRecentErrMsg() != nullptr) {
        throw std::runtime_error(std::string(mistake) + ": the message is still there after it was read");
    }
}

void makeRuntimeMistakes()
{
    uint32_t devices = 0;
    CHECK(aclrtGetDeviceCount(&devices)); // they are numbered from 0
    expect("a device that does not exist", aclrtSetDevice(static_cast<int32_t>(devices)),
           {ACL_ERROR_RT_INVALID_DEVICEID, "ACL_ERROR_RT_INVALID_DEVICEID", "deviceId"});

    void *nothing = nullptr;
    expect("an allocation of no bytes", aclrtMalloc(&nothing, 0, ACL_MEM_MALLOC_HUGE_FIRST),
           {ACL_ERROR_INVALID_PARAM, "ACL_ERROR_INVALID_PARAM", "size"});

    const DeviceMemory memory = allocate();
    const std::array<char, 32> bytes{};
    expect("a copy larger than its destination",
           aclrtMemcpy(memory.get(), bytes.size() / 2, bytes.data(), bytes.size(), ACL_MEMCPY_HOST_TO_DEVICE),
           {ACL_ERROR_RT_PARAM_INVALID, "ACL_ERROR_RT_PARAM_INVALID", "count"});

    aclrtStream stream = nullptr;
    CHECK(aclrtCreateStream(&stream));
    CHECK(aclrtDestroyStream(stream));
    expect("a stream that is gone", aclrtSynchronizeStream(stream),
           {ACL_ERROR_RT_INVALID_HANDLE, "ACL_ERROR_RT_INVALID_HANDLE", "stream"});
}

// Every mistake in the arguments is found by the first phase; as it always fails here, there is no second one
// and nothing is written. That is why one tensor, `rest`, can stand for sin and all three outputs.
aclnnStatus plan(const aclTensor *dy, const aclTensor *cos, const aclTensor *rest)
{
    const int64_t interleaveMode = 1;
    uint64_t workspaceSize = 0;
    aclOpExecutor *executor = nullptr;
    return aclnnRotaryPositionEmbeddingGradGetWorkspaceSize(dy, cos, rest, nullptr, interleaveMode, rest, rest, rest,
                                                            &workspaceSize, &executor);
}

void makeOperatorMistakes()
{
    const DeviceMemory memory = allocate();
    const Tensor fit = describe(headSize, ACL_FLOAT, memory);
    const Tensor half = describe(headSize, ACL_FLOAT16, memory);
    const Tensor wide = describe(excessiveHeadSize, ACL_FLOAT, memory);

    expect("a tensor that is null", plan(nullptr, fit.get(), fit.get()), {161001, "ACLNN_ERR_PARAM_NULLPTR", "dy"});
    expect("tensors of different types", plan(fit.get(), half.get(), fit.get()),
           {161002, "ACLNN_ERR_PARAM_INVALID", "cos"});
    expect("a shape beyond the operator's limits", plan(wide.get(), wide.get(), wide.get()),
           {561002, "ACLNN_ERR_INNER_TILING_ERROR", "dy"});
}

} // namespace

int main()
{
    try {
        CHECK(aclInit(nullptr));
        CHECK(aclrtSetDevice(deviceId));
        makeRuntimeMistakes();
        makeOperatorMistakes();
        CHECK(aclrtResetDevice(deviceId)); // succeeds: a call that was refused has changed nothing
        CHECK(aclFinalize());
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return EXIT_FAILURE;
    }
    return failedReleases == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
