// Rotary position embedding of query and key in place, and why models use it: an attention score then depends on
// how far query and key are apart, not on where they are.

#include <algorithm>
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
#include "aclnnop/aclnn_apply_rotary_pos_emb.h"

namespace {

const int64_t positions = 6, queryHeads = 4, keyHeads = 1, length = 64;
const std::vector<int64_t> queryShape = {1, positions, queryHeads, length};
const std::vector<int64_t> keyShape = {1, positions, keyHeads, length};
const std::vector<int64_t> tableShape = {1, positions, 1, length};
const int64_t layoutBsnd = 1; // batches, positions, heads, elements of a row
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

std::vector<float> download(const DeviceTensor &source, size_t count)
{
    std::vector<float> values(count);
    const size_t size = count * sizeof(float);
    CHECK(aclrtMemcpy(values.data(), size, source.memory.get(), size, ACL_MEMCPY_DEVICE_TO_HOST));
    return values;
}

DeviceTensor upload(const std::vector<float> &values, const std::vector<int64_t> &shape)
{
    const size_t size = values.size() * sizeof(float);
    DeviceMemory memory = allocate(size);
    CHECK(aclrtMemcpy(memory.get(), size, values.data(), size, ACL_MEMCPY_HOST_TO_DEVICE));
    Tensor tensor = describe(shape, memory.get());
    return {std::move(memory), std::move(tensor)};
}

std::vector<float> table(double (*function)(double))
{
    std::vector<float> values;
    for (int64_t position = 0; position < positions; ++position) {
        for (int64_t element = 0; element < length; ++element) {
            const int64_t pair = element % (length / 2); // elements i and i + D/2 turn by the same angle
            const double angle = position * std::pow(10000.0, -2.0 * pair / length);
            values.push_back(static_cast<float>(function(angle)));
        }
    }
    return values;
}

// The same row at every position and head: what differs afterwards comes from the embedding alone.
std::vector<float> repeated(int64_t rows, int64_t factor)
{
    std::vector<float> values;
    for (int64_t i = 0; i < rows * length; ++i) {
        values.push_back(static_cast<float>(i % length * factor % 7 - 3));
    }
    return values;
}

// Replaces query and key by what the device makes of them.
void embedOnDevice(std::vector<float> &queryValues, std::vector<float> &keyValues)
{
    const DeviceTensor query = upload(queryValues, queryShape);
    const DeviceTensor key = upload(keyValues, keyShape);
    const DeviceTensor cos = upload(table(std::cos), tableShape);
    const DeviceTensor sin = upload(table(std::sin), tableShape);

    // There are no outputs: the operator overwrites query and key.
    uint64_t workspaceSize = 0;
    aclOpExecutor *executor = nullptr;
    CHECK(aclnnApplyRotaryPosEmbGetWorkspaceSize(query.tensor.get(), key.tensor.get(), cos.tensor.get(),
                                                 sin.tensor.get(), layoutBsnd, &workspaceSize, &executor));
    DeviceMemory workspace;
    if (workspaceSize > 0) {
        workspace = allocate(workspaceSize);
    }
    // Created last, so destroyed first: destroying a stream waits for its work, which uses everything above.
    const Stream stream = createStream();
    CHECK(aclnnApplyRotaryPosEmb(workspace.get(), workspaceSize, executor, stream.get()));
    CHECK(aclrtSynchronizeStream(stream.get()));
    queryValues = download(query, queryValues.size());
    keyValues = download(key, keyValues.size());
}

// The attention score of the first query head at one position and the key at another.
double score(const std::vector<float> &query, int64_t queryPosition, const std::vector<float> &key, int64_t keyPosition)
{
    double sum = 0;
    for (int64_t i = 0; i < length; ++i) {
        sum += query[queryPosition * queryHeads * length + i] * key[keyPosition * keyHeads * length + i];
    }
    return sum;
}

void run()
{
    std::vector<float> query = repeated(positions * queryHeads, 3), key = repeated(positions * keyHeads, 5);
    const std::vector<float> before = key;
    embedOnDevice(query, key);

    for (int64_t i = 0; i < positions; ++i) {
        std::printf("query %d:", static_cast<int>(i));
        for (int64_t j = 0; j < positions; ++j) {
            std::printf(" %8.2f", score(query, i, key, j));
        }
        std::printf("\n");
    }
    for (int64_t i = 1; i < positions; ++i) {
        for (int64_t j = 1; j < positions; ++j) {
            if (!(std::fabs(score(query, i, key, j) - score(query, i - 1, key, j - 1)) < 1e-3)) {
                throw std::runtime_error("a score depends on more than the distance");
            }
        }
    }
    // At position 0 nothing is turned.
    if (!std::equal(key.begin(), key.begin() + length, before.begin())) {
        throw std::runtime_error("the key at position 0 has changed");
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
