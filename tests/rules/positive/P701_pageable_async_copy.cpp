#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr, *host = nullptr;
    static char registered[64];
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&host, 64);
    aclrtHostRegisterV2(registered, 64, ACL_HOST_REG_PINNED);
    aclrtMemcpyAsync(block, 64, host, 64, ACL_MEMCPY_HOST_TO_DEVICE, device.stream);
    aclrtMemcpyAsync(registered, 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    aclrtSynchronizeStream(device.stream);
    aclrtHostUnregister(registered);
    aclrtFreeHost(host);
    aclrtFree(block);
    return 0;
}
