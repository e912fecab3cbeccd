#include "aclnnop/aclnn_rotary_position_embedding.h"
#include "device.h"

static aclTensor *describe(void *data)
{
    const int64_t shape[] = {1, 1, 1, 64};
    return aclCreateTensor(shape, 4, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, shape, 4, data);
}

// What gets the place of freed memory must not find there what the tasks of before have left.
static bool isOverwritten(aclrtStream stream, aclrtStream other)
{
    char *pinned = nullptr, *block = nullptr, first = 0;
    aclrtMallocHost(reinterpret_cast<void **>(&pinned), 64);
    aclrtMalloc(reinterpret_cast<void **>(&block), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemset(block, 64, 1, 64);
    aclrtMemcpyAsync(pinned, 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, stream);
    aclrtFreeHost(pinned); //! S202
    aclrtMallocHost(reinterpret_cast<void **>(&pinned), 64);
    aclrtMemcpyAsync(pinned + 1, 1, block + 1, 1, ACL_MEMCPY_DEVICE_TO_HOST, other);
    aclrtSynchronizeStream(other);
    pinned[0] = 7;
    aclrtStreamAbort(stream);
    bool overwritten = pinned[0] != 7;

    aclrtMemsetAsync(block, 64, 2, 64, stream);
    aclrtFree(block); //! S202
    aclrtMalloc(reinterpret_cast<void **>(&block), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemsetAsync(block, 64, 1, 64, other);
    aclrtSynchronizeStream(other);
    aclrtMemset(block, 64, 7, 64); //! S204
    aclrtStreamAbort(stream);
    aclrtMemcpy(&first, 1, block, 1, ACL_MEMCPY_DEVICE_TO_HOST);
    overwritten = overwritten || first != 7;
    aclrtFree(block);
    aclrtFreeHost(pinned);
    return overwritten;
}

int main()
{
    const Device device;
    void *block = nullptr;
    void *pinned = nullptr;
    aclrtMalloc(&block, 256, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&pinned, 256);
    aclrtMemcpyAsync(block, 256, pinned, 256, ACL_MEMCPY_HOST_TO_DEVICE, device.stream);
    aclrtFreeHost(pinned); //! S202
    aclrtFree(block);      //! S202
    aclrtStreamAbort(device.stream);

    void *data = nullptr;
    void *workspace = nullptr;
    uint64_t needed = 0;
    aclOpExecutor *executor = nullptr;
    aclrtMalloc(&data, 4 * 256, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemset(data, 4 * 256, 0, 4 * 256);
    char *base = static_cast<char *>(data);
    aclTensor *const x = describe(base);
    aclTensor *const cos = describe(base + 256);
    aclTensor *const sin = describe(base + 512);
    aclTensor *const y = describe(base + 768);
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(x, cos, sin, 0, y, &needed, &executor);
    aclrtMalloc(&workspace, needed, ACL_MEM_MALLOC_HUGE_FIRST);
    aclnnRotaryPositionEmbedding(workspace, needed, executor, device.stream);
    aclrtFree(workspace); //! S202
    aclrtSynchronizeStream(device.stream);
    for (const aclTensor *tensor : {x, cos, sin, y}) {
        aclDestroyTensor(tensor);
    }
    aclrtFree(data);
    aclrtStream other = nullptr;
    aclrtCreateStream(&other);
    const bool wrong = isOverwritten(device.stream, other);
    aclrtDestroyStream(other);
    return wrong;
}
