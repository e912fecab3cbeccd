#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtFree(block);
    aclrtMemcpy(block, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE); //! M104
    aclrtMemset(block, 64, 0, 64);                                      //! M104
    return 0;
}
