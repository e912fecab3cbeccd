#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(block, 64, host.data(), 32, ACL_MEMCPY_HOST_TO_DEVICE);
    aclrtMemcpy(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST); //! M108
    aclrtFree(block);
    return 0;
}
