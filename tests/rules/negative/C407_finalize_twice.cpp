#include "acl/acl.h"

int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtResetDevice(0);
    aclFinalize();
    aclFinalize(); //! C407
    return 0;
}
