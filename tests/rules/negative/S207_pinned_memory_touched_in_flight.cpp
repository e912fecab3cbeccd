#include <cstring>

#include "device.h"

static void nothing(void *) {}

int main()
{
    const Device device;
    const size_t size = 3 * 4096;
    char *block = nullptr, *pinned = nullptr;
    char sum = 0;
    aclrtMalloc(reinterpret_cast<void **>(&block), size, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(reinterpret_cast<void **>(&pinned), size);

    aclrtLaunchHostFunc(device.stream, nothing, nullptr); // over by then
    aclrtSynchronizeStream(device.stream);
    aclrtMemcpyAsync(block, size, pinned, size, ACL_MEMCPY_HOST_TO_DEVICE, device.stream);
    sum += pinned[0]; // reading what is read does no harm
    pinned[5000] = 1; //! S207
    pinned[5001] = 2; // the same mistake is told once
    aclrtSynchronizeStream(device.stream);

    aclrtMemcpyAsync(pinned, size, block, size, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    sum += pinned[size - 1]; //! S207
    aclrtSynchronizeStream(device.stream);

    aclrtMemcpyAsync(pinned, 4096, block, 4096, ACL_MEMCPY_DEVICE_TO_HOST, device.stream);
    std::memset(pinned, sum, size); //! S207
    aclrtSynchronizeStream(device.stream);
    aclrtFreeHost(pinned);
    aclrtFree(block);
    return 0;
}
