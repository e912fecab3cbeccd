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

    aclrtGetCurrentContext(&primary);
    aclrtCreateContext(&context, 0);
    aclrtMemsetAsync(block, 64, 0, 64, nullptr);
    aclrtDestroyContext(context); //! S206
    aclrtSetCurrentContext(primary);
    aclrtFree(block);
    return 0;
}
