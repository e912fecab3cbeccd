#include "device.h"

int main()
{
    const Device device;
    char *source = nullptr;
    void *target = nullptr;
    std::vector<char> host(64);
    aclrtMalloc(reinterpret_cast<void **>(&source), 128, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc(&target, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemset(source, 128, 0, 128);
    aclrtMemcpyAsync(target, 64, source, 64, ACL_MEMCPY_DEVICE_TO_DEVICE, device.stream);
    aclrtMemcpy(source + 64, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE); // the half that nobody reads
    aclrtMemcpy(host.data(), 64, source, 64, ACL_MEMCPY_DEVICE_TO_HOST);      // two may read
    aclrtMemsetAsync(source, 64, 0, 64, device.stream);                       // in the order of the stream
    aclrtSynchronizeStream(device.stream);
    aclrtMemset(source, 64, 0, 64);
    aclrtFree(target);
    aclrtFree(source);
    return 0;
}
