/* Device memory: allocation, release, questions. */
#include "../check.h"

enum { GRANULE = 2 << 20 };

static void without_a_context(void)
{
    void *memory = NULL;
    size_t free_bytes, total;
    EXPECT(aclrtMalloc(NULL, 0, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMalloc(NULL, 16, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMalloc(&memory, 0, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMalloc(&memory, 16, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtMallocAlign32(&memory, 16, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtMallocCached(&memory, 0, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtFree(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtFreeWithDevSync(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetMemInfo(ACL_HBM_MEM, NULL, &total), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetMemInfo(ACL_HBM_MEM, &free_bytes, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetMemInfo(ACL_HBM_MEM, &free_bytes, &total), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtFree(&memory), ACL_ERROR_RT_PARAM_INVALID); /* needs no context to be refused */
}

static void policies(void)
{
    static const int policy[] = {0, 1, 2, 3, 4, 5, 6, 7, 256, 4096, 99, -1}; /* unknown ones are the default */
    for (size_t i = 0; i < sizeof policy / sizeof policy[0]; i++) {
        void *memory = NULL;
        EXPECT_OK(aclrtMalloc(&memory, 100, (aclrtMemMallocPolicy)policy[i]));
        EXPECT((uintptr_t)memory % 64, 0);
        EXPECT_OK(aclrtFree(memory));
    }
}

static void all_ways(void)
{
    void *memory;
    EXPECT_OK(aclrtMallocAlign32(&memory, 1, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtFree(memory));
    EXPECT_OK(aclrtMallocCached(&memory, 1, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtFreeWithDevSync(memory));
    EXPECT_OK(aclrtMallocWithCfg(&memory, 1, ACL_MEM_MALLOC_HUGE_FIRST, NULL));
    EXPECT_OK(aclrtFree(memory));
}

static void wrong_addresses(void)
{
    char local[16];
    char *memory, *large;
    EXPECT_OK(aclrtMalloc((void **)&memory, 4096, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc((void **)&large, 3 * GRANULE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT(aclrtFree(memory + 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtFree(memory + 4096), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtFree(large + GRANULE), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtFree(local), ACL_ERROR_RT_PARAM_INVALID);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtFree(strange(i)), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtFreeWithDevSync(strange(i)), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtMalloc(strange(i), 16, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_INVALID_PARAM);
    }
    EXPECT_OK(aclrtFree(memory));
    EXPECT(aclrtFree(memory), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtFree(large));
    EXPECT(aclrtFree(large), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtFreeWithDevSync(large), ACL_ERROR_RT_PARAM_INVALID);
}

static size_t free_bytes(void)
{
    size_t free_now = 0, total = 0;
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &free_now, &total));
    EXPECT_TRUE(free_now <= total);
    return free_now;
}

static void sizes(void)
{
    void *memory = NULL;
    size_t before = free_bytes();
    EXPECT(aclrtMalloc(&memory, SIZE_MAX, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtMalloc(&memory, (size_t)-2, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtMalloc(&memory, (size_t)1 << 63, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtMalloc(&memory, before + 1, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(free_bytes(), before);
    EXPECT_OK(aclrtMalloc(&memory, 100, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT(before - free_bytes(), 128 + 32); /* rounded up to 32, and 32 more */
    EXPECT_OK(aclrtFree(memory));
    EXPECT(free_bytes(), before);
    /* Many more than fit if anything was lost. */
    for (int i = 0; i < 200; i++) {
        EXPECT_OK(aclrtMalloc(&memory, before / 2, ACL_MEM_MALLOC_HUGE_FIRST));
        EXPECT_OK(aclrtFree(memory));
    }
}

static void memory_kinds(void)
{
    size_t free_now, total;
    EXPECT(aclrtGetMemInfo((aclrtMemAttr)18, &free_now, &total), ACL_ERROR_RT_INVALID_MEMORY_TYPE);
    EXPECT(aclrtGetMemInfo((aclrtMemAttr)-1, &free_now, &total), ACL_ERROR_RT_INVALID_MEMORY_TYPE);
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &free_now, &total));
    EXPECT_TRUE(total > 0);
    EXPECT_OK(aclrtGetMemInfo(ACL_DDR_MEM, &free_now, &total)); /* this product has none */
    EXPECT(total, 0);
}

/* The slack behind a block is readable zeros, whoever had the memory before. */
static void slack(size_t size, size_t reach)
{
    static char host[3 * GRANULE];
    char *memory;
    for (int round = 0; round < 2; round++) {
        EXPECT_OK(aclrtMalloc((void **)&memory, size, ACL_MEM_MALLOC_HUGE_FIRST));
        memset(host, 1, sizeof host);
        EXPECT_OK(aclrtMemcpy(host, reach, memory, reach, ACL_MEMCPY_DEVICE_TO_HOST));
        EXPECT_TRUE(is_filled(host + size, 0, reach - size));
        EXPECT_OK(aclrtMemset(memory, reach, 7, reach)); /* writing there succeeds as well */
        EXPECT_OK(aclrtMemcpy(host, reach, memory, reach, ACL_MEMCPY_DEVICE_TO_HOST));
        EXPECT_TRUE(is_filled(host, 7, reach));
        EXPECT(aclrtMemset(memory, 1 << 30, 7, 1 << 30), ACL_ERROR_RT_PARAM_INVALID); /* but only so far */
        EXPECT_OK(aclrtFree(memory));
    }
}

static void questions(void)
{
    aclrtPtrAttributes attributes;
    char local = 0;
    char *memory;
    void *pinned, *base = NULL;
    size_t size = 0;
    EXPECT_OK(aclrtMalloc((void **)&memory, 5000, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocHost(&pinned, 64));
    EXPECT(aclrtPointerGetAttributes(NULL, &attributes), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtPointerGetAttributes(memory, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtPointerGetAttributes(memory + 100, &attributes));
    EXPECT(attributes.location.type, ACL_MEM_LOCATION_TYPE_DEVICE);
    EXPECT(attributes.location.id, 0);
    EXPECT_OK(aclrtPointerGetAttributes(pinned, &attributes));
    EXPECT(attributes.location.type, ACL_MEM_LOCATION_TYPE_HOST);
    EXPECT_OK(aclrtPointerGetAttributes(&local, &attributes));
    EXPECT(attributes.location.type, ACL_MEM_LOCATION_TYPE_UNREGISTERED);
    EXPECT(aclrtMemGetAddressRange(NULL, &base, &size), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemGetAddressRange(&local, &base, &size), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtMemGetAddressRange(memory + 4999, &base, &size));
    EXPECT_TRUE(base == memory);
    EXPECT(size, 5000);
    EXPECT_OK(aclrtFreeHost(pinned));
    EXPECT_OK(aclrtFree(memory));
    EXPECT(aclrtMemGetAddressRange(memory, &base, &size), ACL_ERROR_RT_PARAM_INVALID);
}

int main(void)
{
    without_a_context();
    EXPECT_OK(aclrtSetDevice(0));
    policies();
    all_ways();
    wrong_addresses();
    sizes();
    memory_kinds();
    slack(100, GRANULE / 2);
    slack(GRANULE, 2 * GRANULE); /* a 4 MiB copy from a 2 MiB block */
    slack(GRANULE + 12345, 5 * GRANULE / 2);
    questions();
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
