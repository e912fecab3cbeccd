#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr, *pinned = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&pinned, 64);
    aclrtMemcpy(block, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE);
    aclrtMemcpy(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST);
    aclrtMemcpy(block, 32, static_cast<char *>(block) + 32, 32, ACL_MEMCPY_DEVICE_TO_DEVICE);
    aclrtMemcpy(host.data(), 32, &host[32], 32, ACL_MEMCPY_HOST_TO_HOST);
    aclrtMemcpy(block, 64, host.data(), 64, ACL_MEMCPY_DEFAULT); // the addresses decide
    aclrtMemcpyAsync(block, 64, pinned, 64, ACL_MEMCPY_HOST_TO_DEVICE, device.stream);
    aclrtSynchronizeStream(device.stream);
    aclrtFreeHost(pinned);
    aclrtFree(block);
    return 0;
}
