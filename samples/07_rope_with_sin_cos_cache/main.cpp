// Rotary position embedding of the tokens that one step of a server works on.
//
// The cosines and sines of all positions are computed once and stay on the device. A step then takes whatever
// tokens are due, of any request and at any position, and names the row of the table that belongs to each.

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
#include "aclnnop/aclnn_rope_with_sin_cos_cache.h"

namespace {

// Three tokens of a new request and the next one of two requests that have been running for some time.
const std::vector<int64_t> positionValues = {0, 1, 2, 7, 63};
const int64_t tokens = 5, queryHeads = 2, keyHeads = 1;

// Only the first half of each head is turned, as many elements as a row of the table has.
const int64_t headSize = 32, rotaryDim = 16, pairs = rotaryDim / 2;
const int64_t maxPositions = 64;

const bool isNeoxStyle = true; // elements i and i + rotaryDim / 2 are a pair
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

// Members go in reverse order: the description before the memory it describes.
struct DeviceTensor {
    DeviceMemory memory;
    Tensor tensor;
};

template <typename T>
DeviceTensor upload(const std::vector<T> &values, const std::vector<int64_t> &shape, aclDataType type)
{
    const size_t size = values.size() * sizeof(T);
    DeviceMemory memory = allocate(size);
    CHECK(aclrtMemcpy(memory.get(), size, values.data(), size, ACL_MEMCPY_HOST_TO_DEVICE));
    // Without strides the elements lie one after the other.
    Tensor tensor(aclCreateTensor(shape.data(), shape.size(), type, nullptr, 0, ACL_FORMAT_ND, shape.data(),
                                  shape.size(), memory.get()));
    if (tensor == nullptr) {
        throw std::runtime_error("aclCreateTensor returned null");
    }
    return {std::move(memory), std::move(tensor)};
}

std::vector<float> download(const DeviceTensor &source, size_t count)
{
    std::vector<float> values(count);
    const size_t size = count * sizeof(float);
    CHECK(aclrtMemcpy(values.data(), size, source.memory.get(), size, ACL_MEMCPY_DEVICE_TO_HOST));
    return values;
}

double angle(int64_t position, int64_t pair)
{
    return position * std::pow(10000.0, -2.0 * pair / rotaryDim);
}

// A row for each position: the cosines of its pairs, then their sines.
std::vector<float> cosSinTable()
{
    std::vector<float> table;
    for (int64_t position = 0; position < maxPositions; ++position) {
        for (int64_t pair = 0; pair < pairs; ++pair) {
            table.push_back(static_cast<float>(std::cos(angle(position, pair))));
        }
        for (int64_t pair = 0; pair < pairs; ++pair) {
            table.push_back(static_cast<float>(std::sin(angle(position, pair))));
        }
    }
    return table;
}

struct QueryAndKey {
    std::vector<float> query;
    std::vector<float> key;
};

QueryAndKey embeddedOnDevice(const QueryAndKey &input)
{
    const std::vector<int64_t> queryShape = {tokens, queryHeads * headSize}, keyShape = {tokens, keyHeads * headSize};
    const DeviceTensor positions = upload(positionValues, {tokens}, ACL_INT64);
    const DeviceTensor table = upload(cosSinTable(), {maxPositions, rotaryDim}, ACL_FLOAT);
    const DeviceTensor query = upload(input.query, queryShape, ACL_FLOAT);
    const DeviceTensor key = upload(input.key, keyShape, ACL_FLOAT);
    const DeviceTensor queryOut = upload(std::vector<float>(input.query.size()), queryShape, ACL_FLOAT);
    const DeviceTensor keyOut = upload(std::vector<float>(input.key.size()), keyShape, ACL_FLOAT);

    // Sections divide the rows among the positions that tokens of images and films have; text has one position.
    const aclIntArray *const noSections = nullptr;
    uint64_t workspaceSize = 0;
    aclOpExecutor *executor = nullptr;
    CHECK(aclnnRopeWithSinCosCacheGetWorkspaceSize(
        positions.tensor.get(), query.tensor.get(), key.tensor.get(), table.tensor.get(), noSections, headSize,
        isNeoxStyle, queryOut.tensor.get(), keyOut.tensor.get(), &workspaceSize, &executor));
    DeviceMemory workspace;
    if (workspaceSize > 0) {
        workspace = allocate(workspaceSize);
    }
    // Created last, so destroyed first: destroying a stream waits for its work, which uses everything above.
    const Stream stream = createStream();
    CHECK(aclnnRopeWithSinCosCache(workspace.get(), workspaceSize, executor, stream.get()));
    CHECK(aclrtSynchronizeStream(stream.get()));
    return {download(queryOut, input.query.size()), download(keyOut, input.key.size())};
}

// The same turn, pair by pair, to hold the device's answer against.
std::vector<float> embeddedOnHost(const std::vector<float> &x, int64_t heads)
{
    std::vector<float> y = x; // what is not turned stays
    for (int64_t row = 0; row < tokens * heads; ++row) {
        for (int64_t pair = 0; pair < pairs; ++pair) {
            const int64_t first = row * headSize + pair, second = first + pairs;
            const double turn = angle(positionValues[row / heads], pair);
            y[first] = static_cast<float>(x[first] * std::cos(turn) - x[second] * std::sin(turn));
            y[second] = static_cast<float>(x[second] * std::cos(turn) + x[first] * std::sin(turn));
        }
    }
    return y;
}

void compare(const std::vector<float> &device, const std::vector<float> &host, const char *what)
{
    for (size_t i = 0; i < device.size(); ++i) {
        if (!(std::fabs(device[i] - host[i]) < 1e-4f)) {
            throw std::runtime_error(std::string("device and host disagree about the ") + what);
        }
    }
}

void run()
{
    QueryAndKey input;
    for (int64_t i = 0; i < tokens * queryHeads * headSize; ++i) {
        input.query.push_back(i % headSize < pairs ? 1.0f : 0.0f); // each pair is the point (1, 0)
    }
    for (int64_t i = 0; i < tokens * keyHeads * headSize; ++i) {
        input.key.push_back(static_cast<float>(i % headSize));
    }
    const QueryAndKey output = embeddedOnDevice(input);
    for (int64_t token = 0; token < tokens; ++token) {
        const float *head = &output.query[token * queryHeads * headSize];
        std::printf("position %2d:", static_cast<int>(positionValues[token]));
        for (int64_t pair = 0; pair < 4; ++pair) {
            std::printf("  (%6.3f, %6.3f)", head[pair], head[pair + pairs]);
        }
        std::printf("\n");
    }
    compare(output.query, embeddedOnHost(input.query, queryHeads), "query");
    compare(output.key, embeddedOnHost(input.key, keyHeads), "key");
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
