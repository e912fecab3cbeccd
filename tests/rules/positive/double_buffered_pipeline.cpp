// A pipeline over two buffers: one stream carries chunks to the device and back, another computes. While one buffer is
// computed with, the other is filled. Events order the streams; the host waits only for the pinned memory it needs.
#include <cstdio>

#include "aclnnop/aclnn_rotary_position_embedding.h"
#include "device.h"

namespace {

const int64_t shape[] = {1, 8, 2, 64};
const int64_t tableShape[] = {1, 8, 1, 64};
const size_t size = 8 * 2 * 64 * sizeof(float), tableSize = 8 * 64 * sizeof(float);
const int chunks = 7;

struct Buffer {
    void *source = nullptr; // pinned
    void *result = nullptr; // pinned
    void *x = nullptr;
    void *y = nullptr;
    aclrtEvent uploaded = nullptr;
    aclrtEvent computed = nullptr;
    aclrtEvent downloaded = nullptr;

    Buffer()
    {
        aclrtMallocHost(&source, size);
        aclrtMallocHost(&result, size);
        aclrtMalloc(&x, size, ACL_MEM_MALLOC_HUGE_FIRST);
        aclrtMalloc(&y, size, ACL_MEM_MALLOC_HUGE_FIRST);
        for (aclrtEvent *event : {&uploaded, &computed, &downloaded}) {
            aclrtCreateEventExWithFlag(event, ACL_EVENT_SYNC | ACL_EVENT_CAPTURE_STREAM_PROGRESS);
        }
    }

    ~Buffer()
    {
        for (aclrtEvent event : {uploaded, computed, downloaded}) {
            aclrtDestroyEvent(event);
        }
        aclrtFree(y);
        aclrtFree(x);
        aclrtFreeHost(result);
        aclrtFreeHost(source);
    }

    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;
};

// One workspace for a stream, whose operators run one after the other.
struct Workspace {
    void *memory = nullptr;
    uint64_t size = 0;

    void *atLeast(uint64_t wanted, aclrtStream stream)
    {
        if (wanted > size) {
            release(stream);
            aclrtMalloc(&memory, wanted, ACL_MEM_MALLOC_HUGE_FIRST);
            size = wanted;
        }
        return memory;
    }

    void release(aclrtStream stream)
    {
        if (memory != nullptr) {
            aclrtSynchronizeStream(stream);
            aclrtFree(memory);
            memory = nullptr;
        }
    }
};

aclTensor *describe(const int64_t *dimensions, void *data)
{
    return aclCreateTensor(dimensions, 4, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, dimensions, 4, data);
}

void compute(const Buffer &buffer, void *table, Workspace *workspace, aclrtStream stream)
{
    aclTensor *const x = describe(shape, buffer.x);
    aclTensor *const y = describe(shape, buffer.y);
    aclTensor *const cos = describe(tableShape, table);
    aclTensor *const sin = describe(tableShape, table);
    uint64_t workspaceSize = 0;
    aclOpExecutor *executor = nullptr;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(x, cos, sin, 1, y, &workspaceSize, &executor);
    aclrtStreamWaitEvent(stream, buffer.uploaded);
    aclrtStreamWaitEvent(stream, buffer.downloaded); // y is free again
    aclnnRotaryPositionEmbedding(workspace->atLeast(workspaceSize, stream), workspaceSize, executor, stream);
    aclrtRecordEvent(buffer.computed, stream);
    for (const aclTensor *tensor : {x, y, cos, sin}) {
        aclDestroyTensor(tensor);
    }
}

double sum(const Buffer &buffer)
{
    const float *const values = static_cast<const float *>(buffer.result);
    double total = 0;
    for (size_t i = 0; i < size / sizeof(float); i++) {
        total += values[i];
    }
    return total;
}

double run(void *table, aclrtStream copies, aclrtStream work)
{
    Buffer buffers[2];
    Workspace workspace;
    double total = 0;
    for (int chunk = 0; chunk < chunks + 2; chunk++) {
        Buffer &buffer = buffers[chunk % 2];
        if (chunk >= 2) { // what was put into this buffer two rounds ago
            aclrtSynchronizeEvent(buffer.downloaded);
            total += sum(buffer);
        }
        if (chunk >= chunks) {
            continue;
        }
        float *const source = static_cast<float *>(buffer.source);
        for (size_t i = 0; i < size / sizeof(float); i++) {
            source[i] = static_cast<float>(chunk);
        }
        aclrtStreamWaitEvent(copies, buffer.computed); // x is free again
        aclrtMemcpyAsync(buffer.x, size, source, size, ACL_MEMCPY_HOST_TO_DEVICE, copies);
        aclrtRecordEvent(buffer.uploaded, copies);
        compute(buffer, table, &workspace, work);
        aclrtStreamWaitEvent(copies, buffer.computed);
        aclrtMemcpyAsync(buffer.result, size, buffer.y, size, ACL_MEMCPY_DEVICE_TO_HOST, copies);
        aclrtRecordEvent(buffer.downloaded, copies);
    }
    workspace.release(work);
    return total;
}

} // namespace

int main()
{
    const Device device;
    aclrtStream copies = nullptr;
    void *table = nullptr;
    const std::vector<float> ones(tableSize / sizeof(float), 1.0F);
    aclrtCreateStream(&copies);
    aclrtMalloc(&table, tableSize, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(table, tableSize, ones.data(), tableSize, ACL_MEMCPY_HOST_TO_DEVICE);
    const double total = run(table, copies, device.stream);
    aclrtSynchronizeStream(copies);
    aclrtFree(table);
    aclrtDestroyStream(copies);
    // Interleaved, each pair of equal numbers c turns into 0 and 2c.
    const double wanted = static_cast<double>(size / sizeof(float)) * chunks * (chunks - 1) / 2;
    std::printf("%g\n", total);
    return total == wanted ? 0 : 1;
}
