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
    aclrtDestroyContext(context); //! C406

    aclrtSetDevice(0);
    aclrtCreateEvent(&event);
    aclrtResetDevice(0); // one of two references: nothing ends yet
    aclrtResetDevice(0); //! C406
    aclFinalize();
    return 0;
}
