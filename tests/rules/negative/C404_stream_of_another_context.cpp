#include "device.h"

int main()
{
    const Device device;
    aclrtContext first = nullptr, second = nullptr;
    aclrtGetCurrentContext(&first);
    aclrtCreateContext(&second, 0); // and makes it current
    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclrtRecordEvent(event, device.stream); //! C404
    aclrtDestroyEvent(event);
    aclrtDestroyContext(second);
    aclrtSetCurrentContext(first);
    return 0;
}
