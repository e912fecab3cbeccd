#include "device.h"

int main()
{
    void *block = nullptr;
    {
        const Device device;
        aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    }
    aclrtFree(block); // after aclrtResetDevice: late, but it is freed
    return 0;
}
