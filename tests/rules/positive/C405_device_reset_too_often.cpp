#include "acl/acl.h"

int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtSetDevice(0); // a second reference
    aclrtResetDevice(0);
    aclrtResetDevice(0);
    aclrtSetDevice(0);
    aclrtResetDevice(0);
    aclFinalize();
    return 0;
}
