/* A library whose destructor calls the simulator: it runs when a Python host has finalised its interpreter. */
#include <stdio.h>
#include <unistd.h>

#include "acl/acl.h"

__attribute__((destructor)) static void last(void)
{
    int32_t device = -1;
    dprintf(STDOUT_FILENO, "destructor: %s\n", aclrtGetDevice(&device) != ACL_SUCCESS ? "refused" : "answered");
}
