#include <thread>

#include "device.h"

int main()
{
    const Device device;
    std::thread([] {
        aclrtContext context = nullptr;
        if (aclrtGetCurrentContext(&context) != ACL_SUCCESS) aclrtSetDevice(0); // asking is no mistake
        void *block = nullptr;
        aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
        aclrtFree(block);
        aclrtResetDevice(0);
    }).join();
    return 0;
}
