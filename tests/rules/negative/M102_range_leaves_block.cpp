#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    std::vector<char> host(128);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(block, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE);
    aclrtMemcpy(host.data(), 128, block, 128, ACL_MEMCPY_DEVICE_TO_HOST);        //! M102
    aclrtMemset(block, 65, 0, 65);                                               //! M102
    aclrtMemcpy2d(host.data(), 16, block, 32, 16, 3, ACL_MEMCPY_DEVICE_TO_HOST); //! M102
    aclrtFree(block);
    return 0;
}
