#include "acl/acl.h"

int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtContext context = nullptr;
    aclrtStream stream = nullptr;
    aclrtEvent event = nullptr;

    aclrtCreateContext(&context, 0);
    aclrtCreateStream(&stream);
    aclrtDestroyStream(stream);
    aclrtDestroyContext(context);

    aclrtSetDevice(0);
    aclrtCreateEvent(&event);
    aclrtResetDevice(0); // one of two references: nothing ends yet
    aclrtDestroyEvent(event);
    aclrtResetDevice(0);

    aclrtSetDevice(0);
    aclrtCreateStream(&stream);
    aclrtResetDeviceForce(0); // its page asks for no order
    aclFinalize();
    return 0;
}
