/* Options, and limits on cores: what is set is told, and the nearest limit counts. */
#include "../check.h"
#include "hccl/hccl.h"

static uint32_t device_cores(aclrtDevResLimitType type)
{
    uint32_t value = 0;
    EXPECT_OK(aclrtGetDeviceResLimit(0, type, &value));
    return value;
}

static uint32_t stream_cores(aclrtStream stream, aclrtDevResLimitType type)
{
    uint32_t value = 0;
    EXPECT_OK(aclrtGetStreamResLimit(stream, type, &value));
    return value;
}

static uint32_t thread_cores(aclrtDevResLimitType type)
{
    uint32_t value = 0;
    EXPECT_OK(aclrtGetResInCurrentThread(type, &value));
    return value;
}

static void options_of_process_and_context(void)
{
    int64_t value = -1;
    EXPECT_OK(aclrtGetSysParamOpt(ACL_OPT_DETERMINISTIC, &value));
    EXPECT(value, 0);
    EXPECT_OK(aclrtSetSysParamOpt(ACL_OPT_DETERMINISTIC, 1));
    EXPECT_OK(aclrtGetSysParamOpt(ACL_OPT_DETERMINISTIC, &value));
    EXPECT(value, 1);
    EXPECT(aclrtGetSysParamOpt(ACL_OPT_DETERMINISTIC, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtSetSysParamOpt((aclSysParamOpt)4, 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCtxGetSysParamOpt(ACL_OPT_DETERMINISTIC, &value), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtCtxSetSysParamOpt(ACL_OPT_DETERMINISTIC, 5));
    EXPECT_OK(aclrtCtxGetSysParamOpt(ACL_OPT_DETERMINISTIC, &value));
    EXPECT(value, 5);
    EXPECT_OK(aclrtGetSysParamOpt(ACL_OPT_DETERMINISTIC, &value));
    EXPECT(value, 1);
    aclrtContext other;
    EXPECT_OK(aclrtCreateContext(&other, 0));
    EXPECT(aclrtCtxGetSysParamOpt(ACL_OPT_DETERMINISTIC, &value), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtDestroyContext(other));
    EXPECT(aclrtCtxSetSysParamOpt(ACL_OPT_DETERMINISTIC, 1), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT_OK(aclrtSetDevice(0));
}

static void the_nearest_limit_counts(void)
{
    aclrtStream stream;
    EXPECT_OK(aclrtCreateStream(&stream));
    uint32_t all = device_cores(ACL_RT_DEV_RES_VECTOR_CORE);
    EXPECT_TRUE(all > 8);
    EXPECT(stream_cores(stream, ACL_RT_DEV_RES_VECTOR_CORE), all);
    EXPECT_OK(aclrtSetDeviceResLimit(0, ACL_RT_DEV_RES_VECTOR_CORE, 8));
    EXPECT(stream_cores(stream, ACL_RT_DEV_RES_VECTOR_CORE), 8);
    EXPECT(thread_cores(ACL_RT_DEV_RES_VECTOR_CORE), 8);
    EXPECT_OK(aclrtSetStreamResLimit(stream, ACL_RT_DEV_RES_VECTOR_CORE, 4));
    EXPECT(stream_cores(stream, ACL_RT_DEV_RES_VECTOR_CORE), 4);
    EXPECT(stream_cores(NULL, ACL_RT_DEV_RES_VECTOR_CORE), 8);
    EXPECT(thread_cores(ACL_RT_DEV_RES_VECTOR_CORE), 8);
    EXPECT_OK(aclrtUseStreamResInCurrentThread(stream));
    EXPECT(thread_cores(ACL_RT_DEV_RES_VECTOR_CORE), 4);
    EXPECT_OK(aclrtUnuseStreamResInCurrentThread(stream));
    EXPECT(thread_cores(ACL_RT_DEV_RES_VECTOR_CORE), 8);
    EXPECT_OK(aclrtResetStreamResLimit(stream));
    EXPECT(stream_cores(stream, ACL_RT_DEV_RES_VECTOR_CORE), 8);
    EXPECT_OK(aclrtResetDeviceResLimit(0));
    EXPECT(device_cores(ACL_RT_DEV_RES_VECTOR_CORE), all);
    EXPECT(aclrtSetStreamResLimit(stream, ACL_RT_DEV_RES_VECTOR_CORE, all + 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSetStreamResLimit(stream, ACL_RT_DEV_RES_CUBE_CORE, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSetDeviceResLimit(0, (aclrtDevResLimitType)2, 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSetDeviceResLimit(2, ACL_RT_DEV_RES_CUBE_CORE, 1), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtGetStreamResLimit(stream, ACL_RT_DEV_RES_CUBE_CORE, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT(aclrtSetStreamResLimit(stream, ACL_RT_DEV_RES_CUBE_CORE, 1), ACL_ERROR_RT_INVALID_HANDLE);
}

static void arithmetic_and_time_limits(void)
{
    aclrtFloatOverflowMode mode = ACL_RT_OVERFLOW_MODE_UNDEF;
    EXPECT_OK(aclrtSetDeviceSatMode(ACL_RT_OVERFLOW_MODE_INFNAN));
    EXPECT_OK(aclrtGetDeviceSatMode(&mode));
    EXPECT(mode, ACL_RT_OVERFLOW_MODE_INFNAN);
    EXPECT(aclrtSetDeviceSatMode(ACL_RT_OVERFLOW_MODE_SATURATION), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    uint32_t milliseconds = 0;
    uint64_t actual = 0;
    EXPECT_OK(aclrtSetOpExecuteTimeOut(3));
    EXPECT_OK(aclrtGetOpExecuteTimeout(&milliseconds));
    EXPECT(milliseconds, 3000);
    EXPECT_OK(aclrtSetOpExecuteTimeOutWithMs(7));
    EXPECT_OK(aclrtGetOpExecuteTimeout(&milliseconds));
    EXPECT(milliseconds, 7);
    EXPECT_OK(aclrtSetOpExecuteTimeOutV2(2500, &actual));
    EXPECT(actual, 2500);
    EXPECT_OK(aclrtSetOpWaitTimeout(1));
}

static void traits(void)
{
    const aclCannAttr *list = NULL;
    size_t count = 0;
    int32_t has = 0;
    EXPECT_OK(aclGetCannAttributeList(&list, &count));
    EXPECT(count, 3);
    for (size_t i = 0; i < count; i++) {
        EXPECT_OK(aclGetCannAttribute(list[i], &has));
        EXPECT(has, 1);
    }
    EXPECT(aclGetCannAttribute(ACL_CANN_ATTR_UNDEFINED, &has), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclGetCannAttributeList(NULL, &count), ACL_ERROR_INVALID_PARAM);
    int64_t vector_cores = 0;
    EXPECT_OK(aclGetDeviceCapability(0, ACL_DEVICE_INFO_VECTOR_CORE_NUM, &vector_cores));
    EXPECT(vector_cores, device_cores(ACL_RT_DEV_RES_VECTOR_CORE));
    EXPECT(aclGetDeviceCapability(2, ACL_DEVICE_INFO_L2_SIZE, &vector_cores), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclGetDeviceCapability(0, ACL_DEVICE_INFO_UNDEFINED, &vector_cores), ACL_ERROR_INVALID_PARAM);
}

static void collectives_are_configured(void)
{
    HcclConfigValue set = {1}, told = {0};
    EXPECT(HcclSetConfig(HCCL_DETERMINISTIC, set), HCCL_SUCCESS);
    EXPECT(HcclGetConfig(HCCL_DETERMINISTIC, &told), HCCL_SUCCESS);
    EXPECT(told.value, 1);
    EXPECT(HcclSetConfig(HCCL_CONFIG_RESERVED, set), HCCL_E_PARA);
    EXPECT(HcclGetConfig(HCCL_DETERMINISTIC, NULL), HCCL_E_PARA);
}

int main(void)
{
    EXPECT_OK(aclInit(NULL));
    EXPECT_OK(aclrtSetDevice(0));
    options_of_process_and_context();
    the_nearest_limit_counts();
    arithmetic_and_time_limits();
    traits();
    collectives_are_configured();
    return check_result();
}
