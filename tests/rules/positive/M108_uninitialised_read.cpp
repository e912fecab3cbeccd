#include "device.h"

int main()
{
    const Device device;
    char *block = nullptr, *copy = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(reinterpret_cast<void **>(&block), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc(reinterpret_cast<void **>(&copy), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy2d(block, 16, host.data(), 16, 16, 2, ACL_MEMCPY_HOST_TO_DEVICE); // the first half
    aclrtMemsetAsync(block + 32, 32, 0, 32, device.stream);                      // the other one
    aclrtMemcpyAsync(copy, 64, block, 64, ACL_MEMCPY_DEVICE_TO_DEVICE, device.stream);
    aclrtSynchronizeStream(device.stream);
    aclrtMemcpy(host.data(), 64, copy, 64, ACL_MEMCPY_DEVICE_TO_HOST);
    aclrtFree(block);
    aclrtFree(copy);
    return 0;
}
