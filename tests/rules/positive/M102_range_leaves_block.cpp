#include "device.h"

int main()
{
    const Device device;
    char *block = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(reinterpret_cast<void **>(&block), 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(block, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE);
    aclrtMemcpy(host.data(), 64, block + 63, 1, ACL_MEMCPY_DEVICE_TO_HOST); // the last byte
    aclrtMemset(block, 64, 0, 64);
    aclrtFree(block);
    return 0;
}
