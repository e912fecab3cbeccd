#include "acl/acl.h"

int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtResetDevice(0);
    uint64_t references = 0;
    aclFinalizeReference(&references);
    return references != 0;
}
