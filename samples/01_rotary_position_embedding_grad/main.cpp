// Gradient of the rotary position embedding with respect to its input, in interleave mode.
//
// An aclnn operator is called in two phases. The first checks the arguments, plans the work and says how
// much scratch memory (the workspace) it needs; the second puts the work on a stream and returns at once.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "acl/acl.h"
#include "aclnnop/aclnn_rotary_position_embedding_grad.h"

namespace {

// The gradient dy of the operator's output, and the cos and sin its forward pass was given. All are small
// whole numbers, on which float arithmetic is exact: the results can be compared with ==.
// clang-format off
const std::vector<float> dyValues = {
    74, 54, 84, 125, 23, 78, 37, 72, 27, 98, 34, 107, 29, 23, 54, 60,
    70, 49, 119, 54, 29, 54, 41, 99, 27, 62, 5, 46, 108, 39, 24, 123,
    33, 82, 6, 40, 88, 24, 6, 116, 38, 119, 110, 5, 30, 79, 87, 18,
    29, 100, 90, 24, 21, 93, 63, 68, 34, 112, 119, 48, 74, 43, 85, 64,
    14, 49, 128, 59, 18, 37, 123, 76, 14, 63, 10, 39, 107, 124, 79, 16,
    17, 76, 80, 47, 90, 41, 58, 82, 75, 80, 69, 37, 74, 36, 54, 26,
    32, 54, 13, 100, 105, 15, 13, 69, 122, 26, 94, 59, 29, 14, 60, 8,
    24, 17, 45, 33, 107, 122, 63, 111, 75, 128, 68, 31, 105, 6, 82, 99};
const std::vector<float> cosValues = {
    41, 37, 17, 25, 49, 25, 22, 24, 110, 120, 107, 3, 82, 66, 75, 86,
    85, 115, 110, 56, 52, 39, 86, 23, 36, 71, 20, 73, 113, 25, 114, 56,
    125, 80, 95, 82, 31, 63, 99, 62, 23, 55, 30, 99, 42, 121, 15, 24,
    97, 87, 81, 67, 43, 21, 13, 9, 33, 29, 117, 10, 114, 61, 98, 15,
    78, 108, 48, 97, 1, 3, 78, 109, 57, 46, 47, 56, 50, 66, 81, 77,
    17, 128, 68, 121, 47, 91, 114, 125, 51, 108, 31, 15, 47, 78, 109, 115,
    113, 26, 53, 97, 1, 111, 103, 58, 106, 68, 11, 104, 22, 79, 61, 127,
    86, 39, 33, 123, 102, 39, 64, 41, 119, 120, 61, 29, 94, 68, 36, 12};
const std::vector<float> sinValues = {
    46, 56, 56, 101, 66, 10, 96, 16, 86, 57, 102, 66, 12, 105, 76, 58,
    90, 6, 79, 128, 126, 82, 41, 3, 45, 7, 66, 4, 46, 22, 31, 26,
    37, 63, 97, 84, 91, 90, 47, 77, 90, 34, 41, 83, 91, 108, 120, 13,
    90, 32, 85, 37, 119, 31, 51, 82, 122, 125, 7, 116, 121, 108, 38, 56,
    100, 20, 97, 119, 10, 4, 53, 13, 46, 82, 103, 119, 124, 80, 23, 67,
    78, 56, 119, 122, 40, 58, 128, 27, 30, 52, 71, 42, 123, 69, 4, 5,
    116, 97, 38, 107, 8, 4, 65, 120, 40, 22, 60, 44, 48, 66, 68, 125,
    4, 93, 112, 112, 113, 90, 94, 23, 104, 39, 85, 84, 64, 128, 96, 119};
const int32_t deviceId = 0;
// clang-format on

const int64_t interleaveMode = 1; // elements (0, 1), (2, 3), ... were rotated as pairs

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
using Stream = std::unique_ptr<void, Releaser<void, aclrtDestroyStream>>;
using Tensor = std::unique_ptr<const aclTensor, Releaser<const aclTensor, aclDestroyTensor>>;

DeviceMemory allocate(size_t size)
{
    void *address = nullptr;
    CHECK(aclrtMalloc(&address, size, ACL_MEM_MALLOC_HUGE_FIRST));
    return DeviceMemory(address);
}

Stream createStream()
{
    aclrtStream stream = nullptr;
    CHECK(aclrtCreateStream(&stream));
    return Stream(stream);
}

// A tensor only describes memory: it neither owns nor copies it. Strides are counted in elements.
Tensor describe(const std::vector<int64_t> &shape, void *data)
{
    std::vector<int64_t> strides(shape.size(), 1);
    for (size_t axis = shape.size() - 1; axis > 0; --axis) {
        strides[axis - 1] = strides[axis] * shape[axis];
    }
    Tensor tensor(aclCreateTensor(shape.data(), shape.size(), ACL_FLOAT, strides.data(), 0, ACL_FORMAT_ND, shape.data(),
                                  shape.size(), data));
    if (tensor == nullptr) {
        throw std::runtime_error("aclCreateTensor returned null");
    }
    return tensor;
}

// Members go in reverse order: the description before the memory it describes.
struct DeviceTensor {
    DeviceMemory memory;
    Tensor tensor;
};

DeviceTensor upload(const std::vector<float> &values)
{
    const size_t size = values.size() * sizeof(float);
    DeviceMemory memory = allocate(size);
    CHECK(aclrtMemcpy(memory.get(), size, values.data(), size, ACL_MEMCPY_HOST_TO_DEVICE));
    Tensor tensor = describe({1, 1, 1, static_cast<int64_t>(values.size())}, memory.get());
    return {std::move(memory), std::move(tensor)};
}

std::vector<float> gradientOnDevice()
{
    const DeviceTensor dy = upload(dyValues);
    const DeviceTensor cos = upload(cosValues);
    const DeviceTensor sin = upload(sinValues);
    const DeviceTensor dx = upload(std::vector<float>(dyValues.size()));

    // Without the forward input x the operator computes no gradients of cos and sin. It still wants their
    // tensors, but without elements these need no memory.
    const aclTensor *const noX = nullptr;
    const Tensor dcos = describe({1, 1, 1, 0}, nullptr);
    const Tensor dsin = describe({1, 1, 1, 0}, nullptr);

    uint64_t workspaceSize = 0;
    aclOpExecutor *executor = nullptr;
    CHECK(aclnnRotaryPositionEmbeddingGradGetWorkspaceSize(dy.tensor.get(), cos.tensor.get(), sin.tensor.get(), noX,
                                                           interleaveMode, dx.tensor.get(), dcos.get(), dsin.get(),
                                                           &workspaceSize, &executor));
    DeviceMemory workspace;
    if (workspaceSize > 0) {
        workspace = allocate(workspaceSize);
    }
    // Created last, so destroyed first: destroying a stream waits for its work, which uses everything above.
    const Stream stream = createStream();
    CHECK(aclnnRotaryPositionEmbeddingGrad(workspace.get(), workspaceSize, executor, stream.get()));

    // So far the work is only queued; dx is there when this wait is over.
    CHECK(aclrtSynchronizeStream(stream.get()));
    std::vector<float> result(dyValues.size());
    const size_t size = result.size() * sizeof(float);
    CHECK(aclrtMemcpy(result.data(), size, dx.memory.get(), size, ACL_MEMCPY_DEVICE_TO_HOST));
    return result;
}

// The same gradient as a loop over the pairs, to hold the device's answer against.
std::vector<float> gradientOnHost()
{
    std::vector<float> dx(dyValues.size());
    for (size_t even = 0, odd = 1; odd < dx.size(); even += 2, odd += 2) {
        dx[even] = cosValues[even] * dyValues[even] + sinValues[odd] * dyValues[odd];
        dx[odd] = cosValues[odd] * dyValues[odd] - sinValues[even] * dyValues[even];
    }
    return dx;
}

void run()
{
    const std::vector<float> result = gradientOnDevice();
    for (size_t i = 0; i < result.size(); ++i) {
        std::printf("result[%zu] is: %f\n", i, result[i]);
    }
    if (result != gradientOnHost()) {
        throw std::runtime_error("device and host disagree about dx");
    }
}

} // namespace

int main()
{
    try {
        CHECK(aclInit(nullptr));
        CHECK(aclrtSetDevice(deviceId));
        run(); // whatever it creates is gone again when it returns
        CHECK(aclrtResetDevice(deviceId));
        CHECK(aclFinalize());
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return EXIT_FAILURE;
    }
    return failedReleases == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
