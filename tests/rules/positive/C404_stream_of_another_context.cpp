#include "device.h"

int main()
{
    const Device device;
    aclrtContext first = nullptr, second = nullptr;
    aclrtGetCurrentContext(&first);
    aclrtCreateContext(&second, 0);
    aclrtSynchronizeStream(device.stream); // waiting needs no particular context
    aclrtSetCurrentContext(first);
    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclrtRecordEvent(event, device.stream);
    aclrtSynchronizeStream(device.stream);
    aclrtDestroyEvent(event);
    aclrtDestroyContext(second);
    return 0;
}
