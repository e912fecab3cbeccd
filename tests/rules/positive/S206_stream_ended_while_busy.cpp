#include "device.h"

int main()
{
    const Device device;
    aclrtStream stream = nullptr;
    aclrtEvent event = nullptr;
    void *block = nullptr;
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtCreateEvent(&event);
    aclrtCreateStream(&stream);
    aclrtMemsetAsync(block, 64, 0, 64, stream);
    aclrtDestroyStream(stream); // waits

    aclrtCreateStream(&stream);
    aclrtMemsetAsync(block, 64, 0, 64, stream);
    aclrtSynchronizeStream(stream);
    aclrtRecordEvent(event, stream); // no work is lost
    aclrtDestroyStreamForce(stream);

    aclrtCreateStream(&stream);
    aclrtMemsetAsync(block, 64, 0, 64, stream);
    aclrtStreamAbort(stream);
    aclrtDestroyStreamForce(stream);
    aclrtDestroyEvent(event);
    aclrtFree(block);
    return 0; // aclrtResetDevice waits for the tasks of the default context
}
