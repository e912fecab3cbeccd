#include "device.h"

int main()
{
    const Device device;
    aclrtContext primary = nullptr;
    aclrtContext context = nullptr;
    aclrtStream stream = nullptr;
    void *block = nullptr;
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtCreateStream(&stream);
    aclrtMemsetAsync(block, 64, 0, 64, stream);
    aclrtDestroyStreamForce(stream); //! S206

    char *pinned = nullptr;
    aclrtMallocHost(reinterpret_cast<void **>(&pinned), 64);
    aclrtMemset(block, 64, 0, 64);
    aclrtCreateStream(&stream);
    aclrtMemcpyAsync(pinned, 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, stream);
    aclrtDestroyStreamForce(stream); //! S206
    pinned[0] = 1;                   // nobody else wants it any more
    aclrtFreeHost(pinned);

    aclrtGetCurrentContext(&primary);
    aclrtCreateContext(&context, 0);
    aclrtMemsetAsync(block, 64, 0, 64, nullptr);
    aclrtDestroyContext(context); //! S206
    aclrtSetCurrentContext(primary);
    aclrtFree(block);
    return 0;
}
