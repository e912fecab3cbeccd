/* The smallest use: its exit status is 0 when every call succeeded, and it prints what each answered. */
#include <stdio.h>

#include "acl/acl.h"

int main(void)
{
    int32_t device = -1;
    aclError init = aclInit(NULL), set = aclrtSetDevice(0), get = aclrtGetDevice(&device);
    printf("aclInit %d, aclrtSetDevice %d, aclrtGetDevice %d, device %d\n", init, set, get, device);
    return init != 0 || set != 0 || get != 0 || device != 0;
}
