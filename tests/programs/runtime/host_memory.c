/* Host memory management. */
#include <stdlib.h>

#include "../check.h"
#include "aclnnop/aclnn_add.h"

static void without_a_context(void)
{
    void *memory = NULL;
    char own[64];
    EXPECT(aclrtMallocHost(NULL, 16), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMallocHost(&memory, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMallocHost(&memory, 16), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtMallocHostWithCfg(NULL, 16, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMallocHostWithCfg(&memory, 0, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtFreeHost(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostRegisterV2(NULL, 16, ACL_HOST_REG_PINNED), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostRegisterV2(own, 0, ACL_HOST_REG_PINNED), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostRegisterV2(own, 64, ACL_HOST_REG_PINNED), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtHostUnregister(NULL), ACL_ERROR_INVALID_PARAM);
}

static void allocation(void)
{
    char *memory, *second;
    void *device;
    EXPECT_OK(aclrtMallocHost((void **)&memory, 10000));
    EXPECT((uintptr_t)memory % 4096, 0);
    EXPECT_TRUE(is_filled(memory, 0, 10000));
    memset(memory, 1, 10000); /* it is ordinary memory */
    EXPECT_OK(aclrtMallocHostWithCfg((void **)&second, 1, NULL));
    EXPECT_OK(aclrtMalloc(&device, 16, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT(aclrtFreeHost(device), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtFree(memory), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtFreeHost(memory + 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtFreeHost(memory));
    EXPECT(aclrtFreeHost(memory), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtFreeHost(second));
    EXPECT_OK(aclrtFree(device));
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtFreeHost(strange(i)), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtMallocHost(strange(i), 16), ACL_ERROR_INVALID_PARAM);
    }
    EXPECT(aclrtMallocHost((void **)&memory, SIZE_MAX), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtMallocHost((void **)&memory, (size_t)1 << 63), ACL_ERROR_RT_MEMORY_ALLOCATION);
    EXPECT(aclrtMallocHost((void **)&memory, (size_t)1 << 46), ACL_ERROR_RT_MEMORY_ALLOCATION);
}

static void registration(void)
{
    char *own = malloc(8192);
    void *pinned, *alias = NULL;
    EXPECT(aclrtHostRegisterV2(own, 8192, 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtHostRegisterV2(own, 8192, UINT32_MAX), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtHostRegisterV2(own, UINT64_MAX, ACL_HOST_REG_PINNED), ACL_ERROR_RT_PARAM_INVALID);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtHostRegisterV2(strange(i), 64, ACL_HOST_REG_PINNED), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtHostUnregister(strange(i)), ACL_ERROR_HOST_MEMORY_NOT_REGISTERED);
    }
    EXPECT_OK(aclrtHostRegisterV2(own + 4096, 4096, ACL_HOST_REG_PINNED));
    EXPECT(aclrtHostRegisterV2(own + 4096, 4096, ACL_HOST_REG_PINNED), ACL_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
    EXPECT(aclrtHostRegisterV2(own + 5000, 8, ACL_HOST_REG_PINNED), ACL_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
    EXPECT(aclrtHostRegisterV2(own, 8192, ACL_HOST_REG_PINNED), ACL_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
    EXPECT_OK(aclrtHostRegisterV2(own, 4096, ACL_HOST_REG_PINNED | ACL_HOST_REG_READONLY));
    EXPECT(aclrtHostUnregister(own + 1), ACL_ERROR_HOST_MEMORY_NOT_REGISTERED);
    EXPECT_OK(aclrtHostUnregister(own));
    EXPECT(aclrtHostUnregister(own), ACL_ERROR_HOST_MEMORY_NOT_REGISTERED);
    EXPECT(aclrtFreeHost(own + 4096), ACL_ERROR_RT_PARAM_INVALID); /* registered, not allocated */
    EXPECT_OK(aclrtHostUnregister(own + 4096));
    EXPECT_OK(aclrtMallocHost(&pinned, 64));
    EXPECT(aclrtHostUnregister(pinned), ACL_ERROR_HOST_MEMORY_NOT_REGISTERED);
    EXPECT_OK(aclrtFreeHost(pinned));

    EXPECT(aclrtHostRegister(NULL, 64, ACL_HOST_REGISTER_MAPPED, &alias), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostRegister(own, 64, ACL_HOST_REGISTER_MAPPED, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostRegister(own, 0, ACL_HOST_REGISTER_MAPPED, &alias), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostRegister(own, 64, (aclrtHostRegisterType)3, &alias), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtHostRegister(own, UINT64_MAX, ACL_HOST_REGISTER_MAPPED, &alias), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtHostGetDevicePointer(NULL, &alias, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostGetDevicePointer(own, NULL, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostGetDevicePointer(own, &alias, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtHostGetDevicePointer(own, &alias, 0), ACL_ERROR_HOST_MEMORY_NOT_REGISTERED);
    free(own);
}

/* Adds 1 to two floats and gives the status of the synchronise. */
static aclError run_kernel(void *data)
{
    const int64_t two = 2, one = 1;
    float value = 1;
    uint64_t size = 0;
    aclOpExecutor *executor = NULL;
    aclTensor *tensor = aclCreateTensor(&two, 1, ACL_FLOAT, &one, 0, ACL_FORMAT_ND, &two, 1, data);
    aclScalar *number = aclCreateScalar(&value, ACL_FLOAT);
    EXPECT_OK(aclnnInplaceAddsGetWorkspaceSize(tensor, number, number, &size, &executor));
    EXPECT_OK(aclnnInplaceAdds(NULL, 0, executor, NULL));
    aclDestroyTensor(tensor);
    aclDestroyScalar(number);
    return aclrtSynchronizeStream(NULL);
}

/* Kernels work on mapped host memory, whoever allocated it, as long as it is mapped. */
static void mapped(int is_own, int by_flag)
{
    void *device = NULL;
    float *host = NULL;
    if (is_own) host = calloc(1, 4096);
    else EXPECT_OK(aclrtMallocHost((void **)&host, 4096));
    host[0] = 41, host[1] = 1;
    EXPECT(run_kernel(host), ACL_ERROR_RT_AICORE_EXCEPTION);
    if (by_flag) {
        EXPECT_OK(aclrtHostRegisterV2(host, 4096, ACL_HOST_REG_MAPPED));
        EXPECT_OK(aclrtHostGetDevicePointer(host, &device, 0));
    } else {
        EXPECT_OK(aclrtHostRegister(host, 4096, ACL_HOST_REGISTER_MAPPED, &device));
        EXPECT(aclrtHostRegister(host, 4096, ACL_HOST_REGISTER_MAPPED, &device),
               ACL_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
        EXPECT_OK(aclrtHostGetDevicePointer(host, &device, 0));
    }
    EXPECT_OK(run_kernel(device));
    EXPECT_TRUE(host[0] == 42 && host[1] == 2);
    EXPECT(run_kernel((char *)device + 4092), ACL_ERROR_RT_AICORE_EXCEPTION); /* half of it behind the end */
    EXPECT_OK(aclrtHostUnregister(host));
    EXPECT(aclrtHostUnregister(host), ACL_ERROR_HOST_MEMORY_NOT_REGISTERED);
    EXPECT(run_kernel(device), ACL_ERROR_RT_AICORE_EXCEPTION);
    if (is_own) free(host);
    else EXPECT_OK(aclrtFreeHost(host));
}

/* A queued copy whose pinned memory is freed is the device's failure, not a crash. */
static void freed_too_early(void)
{
    char *memory, *device;
    aclrtStream stream;
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtMalloc((void **)&device, 4096, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocHost((void **)&memory, 4096));
    EXPECT_OK(aclrtMemcpyAsync(device, 4096, memory, 4096, ACL_MEMCPY_HOST_TO_DEVICE, stream));
    EXPECT_OK(aclrtFreeHost(memory));
    aclError status = aclrtSynchronizeStream(stream); /* success where the copy was quicker */
    EXPECT_TRUE(status == ACL_SUCCESS || status == ACL_ERROR_RT_AICORE_EXCEPTION);
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_OK(aclrtFree(device));
    EXPECT_OK(aclrtDestroyStream(stream));
}

int main(void)
{
    without_a_context();
    EXPECT_OK(aclrtSetDevice(0));
    allocation();
    registration();
    mapped(1, 0);
    mapped(0, 0);
    mapped(1, 1);
    freed_too_early();
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
