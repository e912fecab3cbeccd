#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST); //! M107
    return 0;
}
