#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr, *host = nullptr;
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&host, 64);
    aclrtFree(block);
    aclrtFreeHost(host);
    return 0;
}
