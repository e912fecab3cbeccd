// Rotary position embedding of a tensor of activations, in half mode.
//
// Every row of x belongs to a position of the sequence. The embedding takes the elements i and i + D/2 of a row
// for a point in a plane and turns it by an angle that grows with the position: fast for the first pairs, slowly
// for the last. Heads and batches share the angles, so cos and sin have these axes with length 1.

#include <cmath>
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
#include "aclnnop/aclnn_rotary_position_embedding.h"

namespace {

const int64_t batches = 2, positions = 5, heads = 3, length = 8;
const std::vector<int64_t> xShape = {batches, positions, heads, length};
const std::vector<int64_t> tableShape = {1, positions, 1, length};
const int64_t halfMode = 0;
const int32_t deviceId = 0;

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
using Tensor = std::unique_ptr<aclTensor, Releaser<const aclTensor, aclDestroyTensor>>;

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

Tensor describe(const std::vector<int64_t> &shape, void *data)
{
    // Without strides the elements lie one after the other.
    Tensor tensor(aclCreateTensor(shape.data(), shape.size(), ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, shape.data(),
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

DeviceTensor upload(const std::vector<float> &values, const std::vector<int64_t> &shape)
{
    const size_t size = values.size() * sizeof(float);
    DeviceMemory memory = allocate(size);
    CHECK(aclrtMemcpy(memory.get(), size, values.data(), size, ACL_MEMCPY_HOST_TO_DEVICE));
    Tensor tensor = describe(shape, memory.get());
    return {std::move(memory), std::move(tensor)};
}

double angle(int64_t position, int64_t element)
{
    const int64_t pair = element % (length / 2); // both elements of a pair turn by the same angle
    return position * std::pow(10000.0, -2.0 * pair / length);
}

std::vector<float> table(double (*function)(double))
{
    std::vector<float> values;
    for (int64_t position = 0; position < positions; ++position) {
        for (int64_t element = 0; element < length; ++element) {
            values.push_back(static_cast<float>(function(angle(position, element))));
        }
    }
    return values;
}

std::vector<float> embeddedOnDevice(const std::vector<float> &xValues)
{
    const DeviceTensor x = upload(xValues, xShape);
    const DeviceTensor cos = upload(table(std::cos), tableShape);
    const DeviceTensor sin = upload(table(std::sin), tableShape);
    const DeviceTensor y = upload(std::vector<float>(xValues.size()), xShape);

    uint64_t workspaceSize = 0;
    aclOpExecutor *executor = nullptr;
    CHECK(aclnnRotaryPositionEmbeddingGetWorkspaceSize(x.tensor.get(), cos.tensor.get(), sin.tensor.get(), halfMode,
                                                       y.tensor.get(), &workspaceSize, &executor));
    DeviceMemory workspace;
    if (workspaceSize > 0) {
        workspace = allocate(workspaceSize);
    }
    // Created last, so destroyed first: destroying a stream waits for its work, which uses everything above.
    const Stream stream = createStream();
    CHECK(aclnnRotaryPositionEmbedding(workspace.get(), workspaceSize, executor, stream.get()));
    CHECK(aclrtSynchronizeStream(stream.get()));

    std::vector<float> result(xValues.size());
    const size_t size = result.size() * sizeof(float);
    CHECK(aclrtMemcpy(result.data(), size, y.memory.get(), size, ACL_MEMCPY_DEVICE_TO_HOST));
    return result;
}

// The same turn, pair by pair, to hold the device's answer against.
std::vector<float> embeddedOnHost(const std::vector<float> &x)
{
    std::vector<float> y(x.size());
    const int64_t half = length / 2;
    for (int64_t row = 0; row < batches * positions * heads; ++row) {
        const int64_t position = row / heads % positions;
        for (int64_t pair = 0; pair < half; ++pair) {
            const int64_t first = row * length + pair, second = first + half;
            const double turn = angle(position, pair);
            y[first] = static_cast<float>(x[first] * std::cos(turn) - x[second] * std::sin(turn));
            y[second] = static_cast<float>(x[second] * std::cos(turn) + x[first] * std::sin(turn));
        }
    }
    return y;
}

void run()
{
    std::vector<float> x;
    for (int64_t i = 0; i < batches * positions * heads * length; ++i) {
        x.push_back(static_cast<float>(1 + i % length)); // every row is 1, 2, ..., 8
    }
    const std::vector<float> y = embeddedOnDevice(x);
    for (int64_t position = 0; position < positions; ++position) {
        std::printf("position %d:", static_cast<int>(position));
        for (int64_t element = 0; element < length; ++element) {
            std::printf(" %7.3f", y[position * heads * length + element]);
        }
        std::printf("\n");
    }
    const std::vector<float> wanted = embeddedOnHost(x);
    for (size_t i = 0; i < y.size(); ++i) {
        if (!(std::fabs(y[i] - wanted[i]) < 1e-5f)) {
            throw std::runtime_error("device and host disagree about y");
        }
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
