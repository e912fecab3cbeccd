/* Eight threads at once, some with a context of their own, some sharing one, some doing everything wrong. */
#include <pthread.h>

#include "../check.h"

enum { THREADS = 8, ROUNDS = 60, SIZE = 512 };

static aclrtContext shared;
static aclrtStream busy;

/* Two streams ordered by events: the bytes must be this thread's. */
static void ordered_round(int thread, int round, char *host)
{
    aclrtStream stream, second;
    aclrtEvent event, copied;
    void *device, *other;
    char value = (char)(thread * ROUNDS + round);
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateStream(&second));
    EXPECT_OK(aclrtCreateEvent(&event));
    EXPECT_OK(aclrtCreateEventExWithFlag(&copied, ACL_EVENT_SYNC));
    EXPECT_OK(aclrtMalloc(&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc(&other, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    memset(host, value, SIZE);
    EXPECT_OK(aclrtMemcpyAsync(device, SIZE, host, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream));
    EXPECT_OK(aclrtRecordEvent(event, stream));
    EXPECT_OK(aclrtStreamWaitEvent(second, event));
    EXPECT_OK(aclrtMemcpyAsync(other, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_DEVICE, second));
    EXPECT_OK(aclrtRecordEvent(copied, second));
    if (round % 2 == 0) EXPECT_OK(aclrtSynchronizeEvent(event));
    EXPECT_OK(aclrtStreamWaitEvent(stream, copied));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 0, SIZE, stream)); /* not before it has been copied */
    EXPECT_OK(aclrtSynchronizeStream(stream));
    memset(host, 0, SIZE);
    EXPECT_OK(aclrtMemcpy(host, SIZE, other, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(host, value, SIZE));
    EXPECT_OK(aclrtFree(other));
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtDestroyEvent(copied));
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT_OK(aclrtDestroyStream(second));
    EXPECT_OK(aclrtFree(device));
}

/* Ordered by the stream alone. */
static void plain_round(int thread, int round, char *host)
{
    aclrtStream stream;
    void *device;
    char value = (char)(thread * ROUNDS + round);
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtMalloc(&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, value, SIZE, stream));
    EXPECT_OK(aclrtMemcpyAsync(host, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, stream));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_TRUE(is_filled(host, value, SIZE));
    EXPECT_OK(aclrtFree(device));
    EXPECT_OK(aclrtDestroyStream(stream));
}

static void *work(void *number)
{
    int thread = (int)(intptr_t)number;
    void *host;
    if (thread % 2 == 0) EXPECT_OK(aclrtSetDevice(thread / 2 % 2));
    else EXPECT_OK(aclrtSetCurrentContext(shared));
    EXPECT_OK(aclrtMallocHost(&host, SIZE));
    for (int round = 0; round < ROUNDS; round++) {
        ordered_round(thread, round, host);
        plain_round(thread, round, host);
        EXPECT(aclrtSetDevice(100 + thread), ACL_ERROR_RT_INVALID_DEVICEID);
        EXPECT(aclrtGetLastError(ACL_RT_THREAD_LEVEL), ACL_ERROR_RT_INVALID_DEVICEID);
        const char *text = aclGetRecentErrMsg();
        char expected[32];
        snprintf(expected, sizeof expected, "is %d,", 100 + thread);
        EXPECT_TRUE(text != NULL && strstr(text, expected) != NULL); /* each thread's own */
        EXPECT(aclrtFree((char *)host + 1), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclGetRecentErrMsg() != NULL, 1);
        if (thread % 2 == 1) {
            EXPECT_OK(aclrtMemsetAsync(host, SIZE, 1, SIZE, busy)); /* one stream for all of them */
            EXPECT_OK(aclrtSynchronizeStream(busy));
        }
    }
    EXPECT_OK(aclrtFreeHost(host));
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    size_t free_bytes = 0, total = 0;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateContext(&shared, 0));
    EXPECT_OK(aclrtCreateStream(&busy));
    for (intptr_t i = 0; i < THREADS; i++) EXPECT(pthread_create(&threads[i], NULL, work, (void *)i), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &free_bytes, &total));
    EXPECT(free_bytes, total); /* nothing is lost */
    EXPECT_OK(aclrtDestroyContext(shared));
    EXPECT_OK(aclrtResetDeviceForce(0));
    EXPECT_OK(aclrtResetDeviceForce(1));
    return check_result();
}
