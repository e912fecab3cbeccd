#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtFree(block);
    aclrtFree(block); //! M105
    return 0;
}
