#include "device.h"

int main()
{
    const Device device;
    float *block = nullptr;
    aclrtMalloc(reinterpret_cast<void **>(&block), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemset(block, 64, 0, 64);
    float third = 1;
    aclrtMemcpy(&third, sizeof third, block + 3, sizeof third,
                ACL_MEMCPY_DEVICE_TO_HOST); // computing an address is fine
    aclrtFree(block);
    return third > 0;
}
