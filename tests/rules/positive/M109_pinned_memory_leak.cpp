#include "device.h"

int main()
{
    const Device device;
    static char registered[4096];
    void *host = nullptr;
    aclrtMallocHost(&host, 64);
    aclrtHostRegisterV2(registered, sizeof registered, ACL_HOST_REG_PINNED);
    aclrtHostUnregister(registered);
    aclrtFreeHost(host);
    return 0;
}
