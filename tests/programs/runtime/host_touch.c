/* A host that dereferences device memory dies of it; the argument says how. */
#include <stdlib.h>

#include "../check.h"

int main(int count, char **arguments)
{
    char *filler, *memory, copy[16];
    const char *how = count > 1 ? arguments[1] : "";
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtMalloc((void **)&filler, 16, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc((void **)&memory, 1000, ACL_MEM_MALLOC_HUGE_FIRST)); /* the line that is named */
    if (strcmp(how, "read") == 0) return memory[123];
    if (strcmp(how, "write") == 0) memory[7] = 1;
    if (strcmp(how, "memcpy") == 0) memcpy(copy, memory, (size_t)count * 8);
    if (strcmp(how, "past") == 0) memory[1 << 20] = 1;
    if (strcmp(how, "nowhere") == 0) memory[(size_t)1 << 30] = 1;
    EXPECT_OK(aclrtFree(memory));
    if (strcmp(how, "freed") == 0) memory[5] = 1;
    if (strcmp(how, "null") == 0) *(volatile char *)8 = 1;
    return copy[0] == 1;
}
