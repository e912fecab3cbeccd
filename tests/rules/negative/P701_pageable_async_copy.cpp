#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpyAsync(block, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE, device.stream); //! P701
    aclrtMemcpyAsync(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, device.stream); //! P701
    aclrtFree(block);
    return 0;
}
