#include "acl/acl.h"

int main()
{
    aclInit(nullptr);
    aclInit(nullptr); //! C402
    aclrtSetDevice(0);
    aclrtResetDevice(0);
    aclFinalize();
    return 0;
}
