/* Loses 1234 bytes of its own. */
#include <stdlib.h>

#include "acl/acl.h"

int main(void)
{
    void *memory = NULL;
    if (aclInit(NULL) != 0 || aclrtSetDevice(0) != 0 || aclrtMalloc(&memory, 4096, ACL_MEM_MALLOC_HUGE_FIRST) != 0)
        return 2;
    char *volatile lost = malloc(1234);
    lost[0] = 1;
    lost = NULL;
    return 0;
}
