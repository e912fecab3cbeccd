/* Large allocations on a device of 64 GiB: they cost what is touched, and end where the device's memory ends. */
#include "../check.h"

static long resident_kib(void)
{
    char line[256];
    long kib = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "VmRSS: %ld", &kib) == 1) break;
    if (status != NULL) fclose(status);
    return kib;
}

int main(void)
{
    const size_t half = (size_t)32 << 30;
    void *first, *second = NULL, *blocks[256];
    char bytes[8] = {0};
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtMalloc(&first, 16, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtFree(first));
    long before = resident_kib();
    EXPECT_OK(aclrtMalloc(&first, half, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT(aclrtMalloc(&second, half, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT_OK(aclrtMalloc(&second, half - 128, ACL_MEM_MALLOC_HUGE_FIRST)); /* the last byte counts */
    EXPECT(aclrtMalloc(&second, 64, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT_TRUE(resident_kib() - before < 4096);
    EXPECT_OK(aclrtMemset((char *)first + half - 8, 8, 3, 8));
    EXPECT_OK(aclrtMemcpy(bytes, 8, (char *)first + half - 8, 8, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(bytes, 3, 8));
    EXPECT_TRUE(resident_kib() - before < 16384); /* a huge page or two */
    EXPECT_OK(aclrtResetDevice(0));

    EXPECT_OK(aclrtSetDevice(0));
    before = resident_kib();
    for (int i = 0; i < 256; i++) {
        EXPECT_OK(aclrtMalloc(&blocks[i], 1000, ACL_MEM_MALLOC_HUGE_FIRST));
        EXPECT_OK(aclrtMemset(blocks[i], 1000, 1, 1000));
    }
    EXPECT_TRUE(resident_kib() - before < 8192); /* small blocks cost pages, not granules */
    for (int i = 0; i < 256; i++) EXPECT_OK(aclrtFree(blocks[i]));
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
