#include "device.h"

int main()
{
    const Device device;
    char *block = nullptr;
    char host = 0;
    aclrtMalloc(reinterpret_cast<void **>(&block), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtFree(block + 8); //! M106
    aclrtFree(&host);     //! M106
    aclrtFree(block);
    return 0;
}
