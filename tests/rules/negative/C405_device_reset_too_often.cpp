#include "acl/acl.h"

int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtResetDevice(0);
    aclrtResetDevice(0); //! C405
    aclFinalize();
    return 0;
}
