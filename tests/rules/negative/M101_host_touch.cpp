#include "device.h"

int main()
{
    const Device device;
    float *block = nullptr;
    aclrtMalloc(reinterpret_cast<void **>(&block), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemset(block, 64, 0, 64);
    const float first = block[3]; //! M101
    aclrtFree(block);
    return first > 0;
}
