/* Memory copy and set. */
#include <stdlib.h>

#include "../check.h"

enum { SIZE = 256 };

static char *device, *other, *pinned, *pinned_too;
static char pageable[SIZE];

static void before_the_context(void)
{
    char *bad = strange(4);
    char here[4] = {1, 2, 3, 4}, there[4] = {0};
    /* Nothing to copy comes before everything else, then null pointers, kind, size, same address, context. */
    EXPECT_OK(aclrtMemcpy(NULL, 0, NULL, 0, (aclrtMemcpyKind)99));
    EXPECT_OK(aclrtMemcpy(bad, 0, NULL, 0, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT(aclrtMemcpy(NULL, 0, here, 4, (aclrtMemcpyKind)99), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemcpy(there, 0, NULL, 4, (aclrtMemcpyKind)99), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemcpy(there, 0, here, 4, (aclrtMemcpyKind)6), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemcpy(there, 0, here, 4, (aclrtMemcpyKind)-1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemcpy(there, 0, here, 4, ACL_MEMCPY_HOST_TO_HOST), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpy(here, 3, here, 4, ACL_MEMCPY_HOST_TO_HOST), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtMemcpy(here, 4, here, 4, ACL_MEMCPY_HOST_TO_HOST));
    EXPECT(aclrtMemcpy(there, 4, here, 4, ACL_MEMCPY_HOST_TO_HOST), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(there[0], 0);

    EXPECT_OK(aclrtMemcpyAsync(NULL, 0, NULL, 0, (aclrtMemcpyKind)99, bad));
    EXPECT(aclrtMemcpyAsync(NULL, 0, here, 4, (aclrtMemcpyKind)99, bad), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemcpyAsync(there, 0, NULL, 4, (aclrtMemcpyKind)99, bad), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemcpyAsync(there, 0, here, 4, (aclrtMemcpyKind)99, bad), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemcpyAsync(there, 3, here, 4, ACL_MEMCPY_HOST_TO_DEVICE, bad), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtMemcpyAsync(here, 4, here, 4, ACL_MEMCPY_HOST_TO_DEVICE, bad));
    EXPECT(aclrtMemcpyAsync(there, 4, here, 4, ACL_MEMCPY_HOST_TO_DEVICE, NULL), ACL_ERROR_RT_CONTEXT_NULL);

    EXPECT_OK(aclrtMemset(NULL, 0, 1, 0));
    EXPECT(aclrtMemset(NULL, 0, 1, 4), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemset(there, 3, 1, 4), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemset(there, 4, 1, 4), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT_OK(aclrtMemsetAsync(NULL, 0, 1, 0, bad));
    EXPECT(aclrtMemsetAsync(NULL, 0, 1, 4, bad), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMemsetAsync(there, 3, 1, 4, bad), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemsetAsync(there, 4, 1, 4, NULL), ACL_ERROR_RT_CONTEXT_NULL);
}

/* The addresses decide; the kind is only looked at for its range. */
static void directions(void)
{
    char source[SIZE], back[SIZE];
    for (int kind = 0; kind <= 5; kind++) {
        memset(source, 10 + kind, SIZE);
        memset(back, 0, SIZE);
        EXPECT_OK(aclrtMemcpy(device, SIZE, source, SIZE, (aclrtMemcpyKind)kind));
        EXPECT_OK(aclrtMemcpy(other, SIZE, device, SIZE, (aclrtMemcpyKind)kind));
        EXPECT_OK(aclrtMemcpy(pinned, SIZE, other, SIZE, (aclrtMemcpyKind)kind));
        EXPECT_OK(aclrtMemcpy(back, SIZE, pinned, SIZE, (aclrtMemcpyKind)kind));
        EXPECT_TRUE(is_filled(back, 10 + kind, SIZE));
    }
}

static void fills(void)
{
    char back[SIZE];
    EXPECT_OK(aclrtMemset(device, SIZE, 0, SIZE));
    EXPECT_OK(aclrtMemset(device + 1, SIZE, 0x1FF05, 3)); /* the low byte counts */
    EXPECT_OK(aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(back, 0, 1) && is_filled(back + 1, 5, 3) && is_filled(back + 4, 0, SIZE - 4));
    EXPECT_OK(aclrtMemset(device, SIZE, -1, SIZE));
    EXPECT_OK(aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(back, 0xFF, SIZE));
    EXPECT_OK(aclrtMemset(back, SIZE, 4, SIZE)); /* host memory may be set as well */
    EXPECT_TRUE(is_filled(back, 4, SIZE));
}

static void overlap(void)
{
    char back[SIZE];
    for (int i = 0; i < SIZE; i++) back[i] = (char)i;
    EXPECT_OK(aclrtMemcpy(device, SIZE, back, SIZE, ACL_MEMCPY_HOST_TO_DEVICE));
    EXPECT_OK(aclrtMemcpy(device + 1, SIZE, device, SIZE - 1, ACL_MEMCPY_DEVICE_TO_DEVICE));
    EXPECT_OK(aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT(back[0], 0);
    for (int i = 1; i < SIZE; i++) EXPECT(back[i], (char)(i - 1));
}

static void wild_addresses(void)
{
    char *freed;
    EXPECT_OK(aclrtMalloc((void **)&freed, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtFree(freed));
    EXPECT(aclrtMemcpy(pageable, SIZE, freed, SIZE, ACL_MEMCPY_DEVICE_TO_HOST), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpy(freed, SIZE, pageable, SIZE, ACL_MEMCPY_HOST_TO_DEVICE), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpyAsync(freed, SIZE, pinned, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, NULL), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemset(freed, SIZE, 0, SIZE), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemsetAsync(freed, SIZE, 0, SIZE, NULL), ACL_ERROR_RT_PARAM_INVALID);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtMemcpy(device, SIZE, strange(i), SIZE, ACL_MEMCPY_HOST_TO_DEVICE), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtMemcpy(strange(i), SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtMemset(strange(i), SIZE, 0, SIZE), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtMemcpyAsync(device, SIZE, strange(i), SIZE, ACL_MEMCPY_HOST_TO_DEVICE, NULL),
               ACL_ERROR_RT_PARAM_INVALID);
    }
    EXPECT(aclrtMemcpy(pageable, SIZE_MAX, device, SIZE_MAX, ACL_MEMCPY_DEVICE_TO_HOST), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpy(pageable, SIZE_MAX, pinned, SIZE_MAX, ACL_MEMCPY_HOST_TO_HOST), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemset(pageable, SIZE_MAX, 0, SIZE_MAX), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemset(device, (size_t)1 << 40, 0, (size_t)1 << 40), ACL_ERROR_RT_PARAM_INVALID);
    /* Everything still works. */
    EXPECT_OK(aclrtMemset(device, SIZE, 9, SIZE));
    EXPECT_OK(aclrtMemcpy(pageable, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(pageable, 9, SIZE));
}

static void asynchronous_kinds(void)
{
    char too[SIZE];
    EXPECT(aclrtMemcpyAsync(too, SIZE, pageable, SIZE, ACL_MEMCPY_HOST_TO_HOST, NULL),
           ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT(aclrtMemcpyAsync(pinned_too, SIZE, pinned, SIZE, ACL_MEMCPY_HOST_TO_HOST, NULL),
           ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT(aclrtMemcpyAsync(too, SIZE, pageable, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, NULL), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpyAsync(device, SIZE, pageable, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, NULL), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpyAsync(pageable, SIZE, device, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, NULL), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtMemcpyAsync(device, SIZE, pageable, SIZE, ACL_MEMCPY_DEFAULT, NULL));
    EXPECT_OK(aclrtMemcpyAsync(device, SIZE, pageable, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, NULL));
    /* Pinned memory is recognised, and the direction corrected. */
    EXPECT_OK(aclrtMemcpyAsync(device, SIZE, pinned, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, NULL));
    EXPECT_OK(aclrtMemcpyAsync(other, SIZE, device, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, NULL));
    EXPECT_OK(aclrtSynchronizeStream(NULL));
}

static void streams(void)
{
    aclrtContext primary, own;
    aclrtStream stream;
    EXPECT_OK(aclrtGetCurrentContext(&primary));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateContext(&own, 0));
    EXPECT(aclrtMemcpyAsync(device, SIZE, pinned, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream),
           ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT(aclrtMemsetAsync(device, SIZE, 1, SIZE, stream), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT_OK(aclrtDestroyContext(own));
    EXPECT_OK(aclrtSetCurrentContext(primary));
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT(aclrtMemcpyAsync(device, SIZE, pinned, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream),
           ACL_ERROR_RT_INVALID_HANDLE);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtMemcpyAsync(device, SIZE, pinned, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, strange(i)),
               ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtMemsetAsync(device, SIZE, 1, SIZE, strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
    }
}

/* A copy of pageable memory waits for its stream and is done when the call returns. */
static void pageable_copies_wait(void)
{
    aclrtStream stream;
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 21, SIZE, stream));
    EXPECT_OK(aclrtMemcpyAsync(pageable, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, stream));
    EXPECT_TRUE(is_filled(pageable, 21, SIZE));
    memset(pageable, 22, SIZE);
    EXPECT_OK(aclrtMemcpyAsync(device, SIZE, pageable, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream));
    memset(pageable, 0, SIZE); /* too late to matter */
    EXPECT_OK(aclrtMemcpy(pageable, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(pageable, 22, SIZE));
    EXPECT_OK(aclrtDestroyStream(stream));
}

static void order_in_a_stream(void)
{
    aclrtStream stream;
    EXPECT_OK(aclrtCreateStream(&stream));
    memset(pinned, 31, SIZE);
    EXPECT_OK(aclrtMemcpyAsync(device, SIZE, pinned, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 32, SIZE / 2, stream));
    EXPECT_OK(aclrtMemcpyAsync(other, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_DEVICE, stream));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 33, SIZE, stream));
    EXPECT_OK(aclrtMemcpyAsync(pinned_too, SIZE, other, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, stream));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_TRUE(is_filled(pinned_too, 32, SIZE / 2) && is_filled(pinned_too + SIZE / 2, 31, SIZE / 2));
    EXPECT_OK(aclrtDestroyStream(stream));
}

/* Whatever goes wrong in the queue surfaces at the next synchronising call, once. */
static void late_failures(const char *schedule)
{
    aclrtStream stream;
    char *memory;
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtMalloc((void **)&memory, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemsetAsync(memory, SIZE, 1, SIZE, stream));
    EXPECT_OK(aclrtFree(memory)); /* does not wait */
    if (schedule == NULL || strcmp(schedule, "deferred") == 0) {
        EXPECT(aclrtSynchronizeDevice(), ACL_ERROR_RT_AICORE_EXCEPTION);
        EXPECT(aclrtPeekAtLastError(ACL_RT_THREAD_LEVEL), ACL_ERROR_RT_AICORE_EXCEPTION);
    } else {
        aclrtSynchronizeDevice();
    }
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_OK(aclrtDestroyStream(stream));
}

static void rectangles(void)
{
    char back[SIZE];
    memset(pageable, 41, SIZE);
    EXPECT_OK(aclrtMemset(device, SIZE, 0, SIZE));
    EXPECT(aclrtMemcpy2d(NULL, 16, pageable, 16, 8, 4, ACL_MEMCPY_HOST_TO_DEVICE), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpy2d(device, 16, NULL, 16, 8, 4, ACL_MEMCPY_HOST_TO_DEVICE), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpy2d(device, 7, pageable, 16, 8, 4, ACL_MEMCPY_HOST_TO_DEVICE), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtMemcpy2d(device, 16, pageable, 7, 8, 4, ACL_MEMCPY_HOST_TO_DEVICE), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtMemcpy2d(device, 16, pageable, 8, 8, 4, ACL_MEMCPY_HOST_TO_DEVICE));
    EXPECT_OK(aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    for (int row = 0; row < 4; row++)
        EXPECT_TRUE(is_filled(back + 16 * row, 41, 8) && is_filled(back + 16 * row + 8, 0, 8));
    EXPECT(aclrtMemcpy2d(device, SIZE_MAX, pageable, SIZE_MAX, 8, SIZE_MAX, ACL_MEMCPY_HOST_TO_DEVICE),
           ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtMemcpy2dAsync(other, 8, device, 16, 8, 4, ACL_MEMCPY_DEVICE_TO_DEVICE, NULL));
    EXPECT_OK(aclrtMemcpy2dAsync(back, 8, other, 8, 8, 4, ACL_MEMCPY_DEVICE_TO_HOST, NULL));
    EXPECT_TRUE(is_filled(back, 41, 32));
}

int main(void)
{
    before_the_context();
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtMalloc((void **)&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc((void **)&other, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocHost((void **)&pinned, SIZE));
    EXPECT_OK(aclrtMallocHost((void **)&pinned_too, SIZE));
    directions();
    fills();
    overlap();
    wild_addresses();
    asynchronous_kinds();
    streams();
    pageable_copies_wait();
    order_in_a_stream();
    late_failures(getenv("ACL_SIM_SCHEDULE"));
    rectangles();
    EXPECT_OK(aclrtFreeHost(pinned));
    EXPECT_OK(aclrtFreeHost(pinned_too));
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
