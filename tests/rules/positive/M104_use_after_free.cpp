#include "device.h"

int main()
{
    const Device device;
    std::vector<char> host(64);
    for (int round = 0; round < 2; round++) { // the second block may get the first one's address
        void *block = nullptr;
        aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
        aclrtMemcpy(block, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE);
        aclrtFree(block);
    }
    return 0;
}
