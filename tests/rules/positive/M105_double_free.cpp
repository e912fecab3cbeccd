#include "device.h"

int main()
{
    const Device device;
    void *first = nullptr, *second = nullptr;
    aclrtMalloc(&first, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtFree(first);
    aclrtMalloc(&second, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtFree(second); // even where it has the address of the first
    return 0;
}
