#include "device.h"

int main()
{
    const Device device;
    void *block = nullptr;
    void *other = nullptr;
    void *pinned = nullptr;
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc(&other, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&pinned, 64);
    aclrtMemcpyAsync(block, 64, pinned, 64, ACL_MEMCPY_HOST_TO_DEVICE, device.stream);
    aclrtFree(other); // nobody uses it
    aclrtFreeWithDevSync(block);
    aclrtFreeHost(pinned);

    aclrtStream second = nullptr;
    aclrtEvent done = nullptr;
    aclrtCreateStream(&second);
    aclrtCreateEvent(&done);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemsetAsync(block, 64, 1, 64, device.stream);
    aclrtRecordEvent(done, device.stream);
    aclrtStreamWaitEvent(second, done);
    aclrtMemsetAsync(block, 64, 2, 64, second);
    aclrtSynchronizeStream(second); // and with it what it waited for
    aclrtFree(block);
    aclrtDestroyEvent(done);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemsetAsync(block, 64, 1, 64, second);
    aclrtDestroyStream(second); // waits
    aclrtFree(block);
    return 0;
}
