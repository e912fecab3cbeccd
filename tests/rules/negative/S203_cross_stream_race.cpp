#include "device.h"

int main()
{
    const Device device;
    aclrtStream other = nullptr;
    aclrtEvent early = nullptr;
    char *block = nullptr;
    void *pinned = nullptr;
    std::vector<char> host(64);
    aclrtCreateStream(&other);
    aclrtCreateEvent(&early);
    aclrtMalloc(reinterpret_cast<void **>(&block), 256, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&pinned, 64);

    aclrtMemsetAsync(block, 64, 1, 64, device.stream);
    aclrtMemcpyAsync(pinned, 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, other); //! S203
    aclrtSynchronizeDevice();

    aclrtRecordEvent(early, device.stream); // too early: the task that matters comes after it
    aclrtMemcpyAsync(block, 64, pinned, 64, ACL_MEMCPY_HOST_TO_DEVICE, device.stream);
    aclrtStreamWaitEvent(other, early);
    aclrtMemsetAsync(block + 63, 64, 2, 64, other); //! S203
    aclrtSynchronizeDevice();

    aclrtMemcpy2dAsync(block, 64, block + 128, 32, 16, 2, ACL_MEMCPY_DEVICE_TO_DEVICE, device.stream);
    aclrtMemsetAsync(block + 160, 1, 0, 1, other); //! S203
    aclrtSynchronizeDevice();

    aclrtMemsetAsync(block, 64, 3, 64, other);
    aclrtMemcpyAsync(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, device.stream); //! S203
    aclrtSynchronizeDevice();

    aclrtDestroyEvent(early);
    aclrtDestroyStream(other);
    aclrtFreeHost(pinned);
    aclrtFree(block);
    return 0;
}
