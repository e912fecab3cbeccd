/* Virtual memory management: addresses and memory apart. */
#include "../check.h"

enum { GRANULE = 2 << 20 };

static const aclrtPhysicalMemProp on_device = {.handleType = ACL_MEM_HANDLE_TYPE_NONE,
                                               .allocationType = ACL_MEM_ALLOCATION_TYPE_PINNED,
                                               .memAttr = ACL_HBM_MEM_HUGE,
                                               .location = {.id = 0, .type = ACL_MEM_LOCATION_TYPE_DEVICE}};

static void properties(void)
{
    aclrtPhysicalMemProp bad[10];
    size_t granularity = 0;
    aclrtDrvMemHandle handle;
    for (int i = 0; i < 10; i++) bad[i] = on_device;
    bad[0].handleType = ACL_MEM_HANDLE_TYPE_POSIX;
    bad[1].allocationType = (aclrtMemAllocationType)1;
    bad[2].memAttr = ACL_HBM_MEM; /* names no page size */
    bad[3].memAttr = ACL_DDR_MEM;
    bad[4].memAttr = (aclrtMemAttr)18;
    bad[5].memAttr = ACL_DDR_MEM_HUGE; /* the host's */
    bad[6].memAttr = ACL_DDR_MEM_P2P_NORMAL;
    bad[7].location.type = ACL_MEM_LOCATION_TYPE_UNREGISTERED;
    bad[8].location.type = ACL_MEM_LOCATION_TYPE_MANAGED;
    bad[9].memAttr = (aclrtMemAttr)-1;
    for (int i = 0; i < 10; i++) {
        EXPECT(aclrtMallocPhysical(&handle, GRANULE, &bad[i], 0), ACL_ERROR_INVALID_PARAM);
        EXPECT(aclrtMemGetAllocationGranularity(&bad[i], ACL_RT_MEM_ALLOC_GRANULARITY_MINIMUM, &granularity),
               ACL_ERROR_INVALID_PARAM);
    }
    bad[0] = on_device;
    bad[0].location.id = 2;
    EXPECT(aclrtMallocPhysical(&handle, GRANULE, &bad[0], 0), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtMemGetAllocationGranularity(&bad[0], ACL_RT_MEM_ALLOC_GRANULARITY_MINIMUM, &granularity),
           ACL_ERROR_RT_INVALID_DEVICEID);
}

static void granularity(void)
{
    aclrtPhysicalMemProp prop = on_device;
    size_t bytes = 0;
    EXPECT(aclrtMemGetAllocationGranularity(NULL, ACL_RT_MEM_ALLOC_GRANULARITY_MINIMUM, &bytes),
           ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemGetAllocationGranularity(&prop, ACL_RT_MEM_ALLOC_GRANULARITY_MINIMUM, NULL),
           ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemGetAllocationGranularity(&prop, (aclrtMemGranularityOptions)2, &bytes), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtMemGetAllocationGranularity(&prop, ACL_RT_MEM_ALLOC_GRANULARITY_MINIMUM, &bytes));
    EXPECT(bytes, GRANULE);
    EXPECT_OK(aclrtMemGetAllocationGranularity(&prop, ACL_RT_MEM_ALLOC_GRANULARITY_RECOMMENDED, &bytes));
    EXPECT(bytes, GRANULE);
    prop.memAttr = ACL_HBM_MEM_HUGE1G;
    EXPECT_OK(aclrtMemGetAllocationGranularity(&prop, ACL_RT_MEM_ALLOC_GRANULARITY_MINIMUM, &bytes));
    EXPECT(bytes, 1 << 30);
}

static void arguments(void)
{
    void *address = NULL;
    char *reserved, *allocated;
    aclrtDrvMemHandle handle;
    aclrtMemAccessDesc access = {.flags = ACL_RT_MEM_ACCESS_FLAGS_READWRITE};
    EXPECT(aclrtReserveMemAddress(NULL, GRANULE, 0, NULL, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtReserveMemAddress(&address, 0, 0, NULL, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtReserveMemAddress(&address, GRANULE, 0, NULL, 2), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtReserveMemAddress(&address, GRANULE, 64, NULL, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtReserveMemAddress(&address, SIZE_MAX, 0, NULL, 0), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtReserveMemAddress(&address, (size_t)1 << 60, 0, NULL, 0), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtReleaseMemAddress(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMallocPhysical(NULL, GRANULE, &on_device, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMallocPhysical(&handle, GRANULE, NULL, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMallocPhysical(&handle, 0, &on_device, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMallocPhysical(&handle, GRANULE, &on_device, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMallocPhysical(&handle, SIZE_MAX, &on_device, 0), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtMallocPhysical(&handle, (size_t)1 << 40, &on_device, 0), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtFreePhysical(NULL), ACL_ERROR_INVALID_PARAM);

    EXPECT_OK(aclrtReserveMemAddress((void **)&reserved, 2 * GRANULE, 0, NULL, 1));
    EXPECT_OK(aclrtMalloc((void **)&allocated, GRANULE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocPhysical(&handle, GRANULE, &on_device, 0));
    EXPECT(aclrtMapMem(NULL, GRANULE, 0, handle, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMapMem(reserved, GRANULE, 0, NULL, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMapMem(reserved, 0, 0, handle, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMapMem(reserved, GRANULE, 0, handle, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMapMem(reserved, GRANULE, 64, handle, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMapMem(reserved, 2 * GRANULE, 0, handle, 0), ACL_ERROR_RT_PARAM_INVALID); /* more than there is */
    EXPECT(aclrtMapMem(reserved, SIZE_MAX, 0, handle, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMapMem(reserved + 2 * GRANULE, GRANULE, 0, handle, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMapMem(reserved + 1, 4096, 0, handle, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMapMem(allocated, GRANULE, 0, handle, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtUnmapMem(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtUnmapMem(reserved), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtFree(reserved), ACL_ERROR_RT_PARAM_INVALID); /* not from aclrtMalloc */
    EXPECT(aclrtReleaseMemAddress(allocated), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtReleaseMemAddress(reserved + GRANULE), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemSetAccess(NULL, GRANULE, &access, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemSetAccess(reserved, GRANULE, NULL, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemSetAccess(reserved, 0, &access, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemSetAccess(reserved, GRANULE, &access, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemSetAccess(allocated, GRANULE, &access, 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtMemSetAccess(reserved, GRANULE, &access, 1));
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtFreePhysical(strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtMapMem(reserved, GRANULE, 0, strange(i), 0), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtMapMem(strange(i), GRANULE, 0, handle, 0), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtUnmapMem(strange(i)), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtReleaseMemAddress(strange(i)), ACL_ERROR_RT_PARAM_INVALID);
    }
    EXPECT_OK(aclrtFreePhysical(handle));
    EXPECT(aclrtFreePhysical(handle), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT_OK(aclrtFree(allocated));
    EXPECT_OK(aclrtReleaseMemAddress(reserved));
    EXPECT(aclrtReleaseMemAddress(reserved), ACL_ERROR_RT_PARAM_INVALID);
}

/* A pool as ggml keeps it: one reservation that grows by mappings. */
static void growing_pool(void)
{
    enum { PARTS = 4 };
    aclrtDrvMemHandle parts[PARTS];
    char *pool, back[100];
    size_t before, after, total;
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &before, &total));
    EXPECT_OK(aclrtReserveMemAddress((void **)&pool, (size_t)1 << 35, 0, NULL, 1));
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &after, &total));
    EXPECT(after, before);                                                      /* addresses cost nothing */
    EXPECT(aclrtMemset(pool, GRANULE, 1, GRANULE), ACL_ERROR_RT_PARAM_INVALID); /* nor do they hold anything */
    for (int i = 0; i < PARTS; i++) {
        EXPECT_OK(aclrtMallocPhysical(&parts[i], GRANULE - 5, &on_device, 0));
        EXPECT_OK(aclrtMapMem(pool + (size_t)i * GRANULE, GRANULE, 0, parts[i], 0));
    }
    EXPECT(aclrtMapMem(pool + GRANULE, GRANULE, 0, parts[0], 0), ACL_ERROR_RT_PARAM_INVALID); /* taken */
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &after, &total));
    EXPECT(before - after, (size_t)PARTS * GRANULE);
    EXPECT_OK(aclrtMemset(pool, PARTS * GRANULE, 6, PARTS * GRANULE)); /* across all mappings */
    EXPECT(aclrtMemset(pool, (PARTS + 1) * GRANULE, 6, PARTS * GRANULE + 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtMemcpy(back, 100, pool + GRANULE - 50, 100, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(back, 6, 100));
    EXPECT(aclrtReleaseMemAddress(pool), ACL_ERROR_RT_DRV_INTERNAL_ERROR); /* still mapped */

    EXPECT_OK(aclrtFreePhysical(parts[0])); /* really released with the mapping only */
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &after, &total));
    EXPECT(before - after, (size_t)PARTS * GRANULE);
    EXPECT_OK(aclrtMemcpy(back, 100, pool, 100, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(back, 6, 100));
    EXPECT_OK(aclrtUnmapMem(pool));
    EXPECT(aclrtUnmapMem(pool), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &after, &total));
    EXPECT(before - after, (size_t)(PARTS - 1) * GRANULE);

    /* Memory keeps its bytes while it moves to another address. */
    EXPECT_OK(aclrtUnmapMem(pool + GRANULE));
    EXPECT_OK(aclrtMapMem(pool, GRANULE, 0, parts[1], 0));
    EXPECT_OK(aclrtMemcpy(back, 100, pool, 100, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(back, 6, 100));
    EXPECT_OK(aclrtUnmapMem(pool));
    EXPECT_OK(aclrtFreePhysical(parts[1]));
    for (int i = 2; i < PARTS; i++) {
        EXPECT_OK(aclrtUnmapMem(pool + (size_t)i * GRANULE));
        EXPECT_OK(aclrtFreePhysical(parts[i]));
    }
    EXPECT_OK(aclrtReleaseMemAddress(pool));
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &after, &total));
    EXPECT(after, before);
}

static void reset_takes_all(void)
{
    aclrtDrvMemHandle mapped, loose;
    void *address;
    size_t free_bytes, total;
    EXPECT_OK(aclrtReserveMemAddress(&address, GRANULE, 0, NULL, 1));
    EXPECT_OK(aclrtMallocPhysical(&mapped, GRANULE, &on_device, 0));
    EXPECT_OK(aclrtMallocPhysical(&loose, GRANULE, &on_device, 0));
    EXPECT_OK(aclrtMapMem(address, GRANULE, 0, mapped, 0));
    EXPECT_OK(aclrtFreePhysical(mapped));
    EXPECT_OK(aclrtResetDevice(0));
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT(aclrtFreePhysical(loose), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT(aclrtUnmapMem(address), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtReleaseMemAddress(address));
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &free_bytes, &total));
    EXPECT(free_bytes, total);
}

/* What a framework does for each of its streams: addresses for a little more than the whole device. */
static void many_large_reservations(void)
{
    enum { RESERVATIONS = 12 };
    void *reserved[RESERVATIONS];
    size_t unused, total = 0;
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &unused, &total));
    for (int i = 0; i < RESERVATIONS; i++) EXPECT_OK(aclrtReserveMemAddress(&reserved[i], total / 8 * 9, 0, NULL, 1));
    for (int i = 0; i < RESERVATIONS; i++) EXPECT_OK(aclrtReleaseMemAddress(reserved[i]));
}

int main(void)
{
    void *address;
    EXPECT(aclrtReserveMemAddress(&address, GRANULE, 0, NULL, 0), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT_OK(aclrtSetDevice(0));
    properties();
    granularity();
    arguments();
    growing_pool();
    many_large_reservations();
    reset_takes_all();
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
