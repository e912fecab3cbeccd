#include "acl/acl.h"

int main()
{
    if (aclrtGetSocName() == nullptr) return 1; // asks what is installed: no device is needed
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtResetDevice(0);
    aclFinalize();
    return 0;
}
