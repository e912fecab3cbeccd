#include "device.h"

int main()
{
    const Device device;
    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclrtStreamWaitEvent(device.stream, event); //! S205
    aclrtRecordEvent(event, device.stream);
    aclrtResetEvent(event, device.stream);
    aclrtSynchronizeStream(device.stream);
    aclrtStreamWaitEventWithTimeout(device.stream, event, 1); //! S205
    aclrtDestroyEvent(event);
    return 0;
}
