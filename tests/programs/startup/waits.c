/* Makes one call, says so, and waits to be interrupted. */
#include <stdio.h>
#include <unistd.h>

#include "acl/acl.h"

int main(void)
{
    if (aclInit(NULL) != ACL_SUCCESS) return 2;
    puts("ready");
    fflush(stdout);
    sleep(20);
    return 3;
}
