#include "device.h"

int main()
{
    const Device device;
    aclrtStream other = nullptr;
    aclrtEvent event = nullptr;
    aclrtEvent ex = nullptr;
    aclrtCreateStream(&other);
    aclrtCreateEvent(&event);
    for (int round = 0; round < 2; round++) {
        aclrtRecordEvent(event, device.stream);
        aclrtStreamWaitEvent(other, event);
        aclrtResetEvent(event, other);
    }
    aclrtCreateEventExWithFlag(&ex, ACL_EVENT_SYNC);
    aclrtStreamWaitEvent(other, ex); // complete until it is recorded
    aclrtSynchronizeStream(other);
    aclrtDestroyEvent(ex);
    aclrtDestroyEvent(event);
    aclrtDestroyStream(other);
    return 0;
}
