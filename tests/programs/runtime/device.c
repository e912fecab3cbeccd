/* Device management on a machine of two devices. */
#include "../check.h"

static void without_a_device(void)
{
    int32_t id = -7;
    EXPECT(aclrtGetDevice(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetDevice(&id), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(id, -7);
    EXPECT(aclrtSynchronizeDevice(), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtSynchronizeDeviceWithTimeout(100), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtDeviceEnablePeerAccess(1, 0), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtDeviceDisablePeerAccess(1), ACL_ERROR_RT_CONTEXT_NULL);
}

static void what_needs_no_device(void)
{
    uint32_t count = 0;
    aclrtRunMode mode = ACL_DEVICE;
    EXPECT(aclrtGetDeviceCount(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtGetDeviceCount(&count));
    EXPECT(count, 2);
    EXPECT(aclrtGetRunMode(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtGetRunMode(&mode));
    EXPECT(mode, ACL_HOST);
    EXPECT(strncmp(aclrtGetSocName(), "Ascend910B", 10), 0);
    EXPECT_TRUE(aclrtGetSocName() == aclrtGetSocName());
}

static void numbers(void)
{
    int64_t value = 0;
    EXPECT(aclrtGetDeviceInfo(0, ACL_DEV_ATTR_AICORE_CORE_NUM, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetDeviceInfo(2, ACL_DEV_ATTR_AICORE_CORE_NUM, &value), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtGetDeviceInfo(UINT32_MAX, ACL_DEV_ATTR_AICORE_CORE_NUM, &value), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtGetDeviceInfo(0, (aclrtDevAttr)9999, &value), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtGetDeviceInfo(0, (aclrtDevAttr)-1, &value), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtGetDeviceInfo(1, ACL_DEV_ATTR_AICORE_CORE_NUM, &value));
    EXPECT_TRUE(value > 0);
    EXPECT_OK(aclrtGetDeviceInfo(1, ACL_DEV_ATTR_TOTAL_GLOBAL_MEM_SIZE, &value));
    EXPECT_TRUE(value >= (int64_t)1 << 30);
    EXPECT_OK(aclrtGetDeviceInfo(1, ACL_DEV_ATTR_PHY_CHIP_ID, &value));
    EXPECT(value, 1);
}

static void wrong_numbers(void)
{
    EXPECT(aclrtSetDevice(-1), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtSetDevice(2), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtSetDevice(INT32_MAX), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtSetDevice(INT32_MIN), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtResetDevice(-1), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtResetDevice(2), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtResetDeviceForce(2), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtResetDevice(0), ACL_ERROR_RT_CONTEXT_RELEASE_ERROR); /* never set */
    EXPECT(aclrtResetDeviceForce(0), ACL_ERROR_RT_CONTEXT_RELEASE_ERROR);
}

static void references(void)
{
    int32_t id = -1;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtResetDevice(0));
    EXPECT_OK(aclrtGetDevice(&id)); /* one reference is left */
    EXPECT(id, 0);
    EXPECT_OK(aclrtResetDevice(0));
    EXPECT(aclrtGetDevice(&id), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtResetDevice(0), ACL_ERROR_RT_CONTEXT_RELEASE_ERROR);

    for (int i = 0; i < 3; i++) EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtResetDeviceForce(0)); /* all at once */
    EXPECT(aclrtGetDevice(&id), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtResetDeviceForce(0), ACL_ERROR_RT_CONTEXT_RELEASE_ERROR);
}

static void count_one(void *counter)
{
    ++*(int *)counter;
}

static void what_a_reset_waits_for(void)
{
    int ran = 0;
    aclrtStream stream = NULL;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtLaunchHostFunc(stream, count_one, &ran));
    EXPECT_OK(aclrtLaunchHostFunc(NULL, count_one, &ran));
    EXPECT_OK(aclrtResetDevice(0));
    EXPECT(ran, 2);
}

static void what_a_reset_takes_along(void)
{
    aclrtStream stream, default_stream;
    aclrtEvent event;
    aclrtContext primary, own;
    void *memory;
    aclrtStreamStatus status;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtGetCurrentContext(&primary));
    EXPECT_OK(aclrtCtxGetCurrentDefaultStream(&default_stream));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateEvent(&event));
    EXPECT_OK(aclrtMalloc(&memory, 100, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemsetAsync(memory, 100, 1, 100, stream));
    EXPECT_OK(aclrtRecordEvent(event, stream));
    EXPECT_OK(aclrtCreateContext(&own, 0));
    EXPECT_OK(aclrtResetDevice(0));

    EXPECT_OK(aclrtSetDevice(0));
    EXPECT(aclrtDestroyStream(stream), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT(aclrtSynchronizeStream(default_stream), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT(aclrtStreamQuery(stream, &status), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT(aclrtDestroyEvent(event), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT(aclrtSetCurrentContext(primary), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSetCurrentContext(own), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtDestroyContext(own), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT_OK(aclrtFree(memory)); /* both teardown orders are in use */
    EXPECT(aclrtFree(memory), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtResetDevice(0));
}

static void peers(void)
{
    int32_t can = -1, enabled = -1;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT(aclrtDeviceCanAccessPeer(NULL, 0, 0), ACL_ERROR_INVALID_PARAM); /* equal numbers are looked at first */
    EXPECT(aclrtDeviceCanAccessPeer(&can, 7, 7), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtDeviceCanAccessPeer(&can, 0, 2), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtDeviceCanAccessPeer(NULL, 0, 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtDeviceCanAccessPeer(&can, 0, 1));
    EXPECT(can, 1);

    EXPECT(aclrtDeviceEnablePeerAccess(0, 1), ACL_ERROR_FEATURE_UNSUPPORTED); /* flags before the device */
    EXPECT(aclrtDeviceEnablePeerAccess(0, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtDeviceEnablePeerAccess(2, 0), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtDeviceEnablePeerAccess(-1, 0), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtDeviceDisablePeerAccess(0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtDevicePeerAccessStatus(0, 1, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtDevicePeerAccessStatus(0, 1, &enabled));
    EXPECT(enabled, 0);
    EXPECT_OK(aclrtDeviceEnablePeerAccess(1, 0));
    EXPECT_OK(aclrtDevicePeerAccessStatus(0, 1, &enabled));
    EXPECT(enabled, 1);
    EXPECT_OK(aclrtDeviceDisablePeerAccess(1));
    EXPECT_OK(aclrtDevicePeerAccessStatus(0, 1, &enabled));
    EXPECT(enabled, 0);
    EXPECT_OK(aclrtResetDevice(0));
}

static void two_memories(void)
{
    void *first, *second;
    size_t free_before, free_after, total;
    char bytes[4] = {0};
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtMalloc(&first, 4096, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtSetDevice(1));
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &free_before, &total));
    EXPECT(free_before, total);
    EXPECT_OK(aclrtMalloc(&second, 4096, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &free_after, &total));
    EXPECT_TRUE(free_after < free_before);

    EXPECT_OK(aclrtMemset(first, 4096, 5, 4096)); /* whatever the current device is */
    EXPECT_OK(aclrtMemcpy(second, 4096, first, 4096, ACL_MEMCPY_DEVICE_TO_DEVICE));
    EXPECT_OK(aclrtMemcpy(bytes, 4, second, 4, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(bytes, 5, 4));
    EXPECT_OK(aclrtResetDevice(1));
    EXPECT(aclrtMemset(first, 4096, 6, 4096), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtMemcpy(bytes, 4, first, 4, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(bytes, 5, 4)); /* the other device's reset left it alone */
    EXPECT(aclrtMemcpy(bytes, 4, second, 4, ACL_MEMCPY_DEVICE_TO_HOST), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtFree(first)); /* frees need no context of the owner */
    EXPECT_OK(aclrtResetDeviceForce(0));
}

static void timeouts(void)
{
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT(aclrtSynchronizeDeviceWithTimeout(0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSynchronizeDeviceWithTimeout(-2), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtSynchronizeDeviceWithTimeout(-1));
    EXPECT_OK(aclrtSynchronizeDeviceWithTimeout(1000));
    EXPECT_OK(aclrtSynchronizeDevice());
    EXPECT_OK(aclrtResetDevice(0));
}

static void numbers_and_names(void)
{
    int32_t logical = -1, physical = -1, user = -1;
    aclrtUuid first, again, second;
    for (int32_t device = 0; device < 2; device++) {
        EXPECT_OK(aclrtGetLogicDevIdByUserDevId(device, &logical));
        EXPECT_OK(aclrtGetPhyDevIdByLogicDevId(logical, &physical));
        EXPECT_OK(aclrtGetUserDevIdByPhyDevId(physical, &user));
        EXPECT(user, device);
        EXPECT_OK(aclrtGetPhyDevIdByUserDevId(device, &physical));
        EXPECT_OK(aclrtGetLogicDevIdByPhyDevId(physical, &logical));
        EXPECT_OK(aclrtGetUserDevIdByLogicDevId(logical, &user));
        EXPECT(user, device);
    }
    EXPECT(aclrtGetLogicDevIdByUserDevId(2, &logical), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtGetUserDevIdByPhyDevId(2, &user), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtGetPhyDevIdByLogicDevId(-1, &physical), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtGetUserDevIdByPhyDevId(0, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtDeviceGetUuid(0, &first));
    EXPECT_OK(aclrtDeviceGetUuid(0, &again));
    EXPECT_OK(aclrtDeviceGetUuid(1, &second));
    EXPECT(memcmp(&first, &again, sizeof first), 0);
    EXPECT_TRUE(memcmp(&first, &second, sizeof first) != 0);
    EXPECT(aclrtDeviceGetUuid(2, &first), ACL_ERROR_RT_INVALID_DEVICEID);
}

int main(void)
{
    without_a_device();
    what_needs_no_device();
    numbers();
    wrong_numbers();
    references();
    what_a_reset_waits_for();
    what_a_reset_takes_along();
    peers();
    two_memories();
    timeouts();
    numbers_and_names();
    return check_result();
}
