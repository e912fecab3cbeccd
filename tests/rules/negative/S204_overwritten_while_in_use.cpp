#include "device.h"

int main()
{
    const Device device;
    void *source = nullptr;
    void *target = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(&source, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc(&target, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemset(source, 64, 0, 64);
    aclrtMemcpyAsync(target, 64, source, 64, ACL_MEMCPY_DEVICE_TO_DEVICE, device.stream);
    aclrtMemcpy(source, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE); //! S204
    aclrtMemset(source, 64, 0, 64);                                      //! S204
    aclrtMemset(target, 64, 0, 64);                                      //! S204
    aclrtSynchronizeStream(device.stream);
    aclrtFree(target);
    aclrtFree(source);
    return 0;
}
