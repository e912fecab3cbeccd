#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(block, 4096, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE); //! M103
    aclrtFree(block);
    return 0;
}
