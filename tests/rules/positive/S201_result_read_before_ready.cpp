#include "device.h"

int main()
{
    const Device device;
    char *block = nullptr;
    aclrtEvent written = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(reinterpret_cast<void **>(&block), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtCreateEvent(&written);
    aclrtMemsetAsync(block, 32, 1, 32, device.stream);
    aclrtRecordEvent(written, device.stream);
    aclrtMemsetAsync(block + 32, 32, 2, 32, device.stream);
    aclrtSynchronizeEvent(written);
    aclrtMemcpy(host.data(), 64, block, 32, ACL_MEMCPY_DEVICE_TO_HOST); // the other half is still being written
    aclrtSynchronizeStream(device.stream);
    aclrtMemcpy(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST);

    aclrtMemsetAsync(block, 64, 3, 64, device.stream);
    aclrtMemcpyAsync(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, device.stream); // pageable: waits
    aclrtMemcpy(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST);

    aclrtMemsetAsync(block, 64, 4, 64, device.stream);
    aclrtStreamStatus status = ACL_STREAM_STATUS_NOT_READY;
    while (status != ACL_STREAM_STATUS_COMPLETE) {
        aclrtStreamQuery(device.stream, &status);
    }
    aclrtMemcpy(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST);
    aclrtDestroyEvent(written);
    aclrtFree(block);
    return 0;
}
