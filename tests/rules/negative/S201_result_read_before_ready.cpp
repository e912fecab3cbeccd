#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    void *pinned = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&pinned, 64);
    aclrtMemsetAsync(block, 64, 1, 64, device.stream);
    aclrtMemcpy(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST); //! S201
    aclrtMemcpyAsync(pinned, 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    aclrtMemcpy(host.data(), 64, pinned, 64, ACL_MEMCPY_HOST_TO_HOST); //! S201
    aclrtSynchronizeStream(device.stream);
    aclrtFreeHost(pinned);
    aclrtFree(block);
    return 0;
}
