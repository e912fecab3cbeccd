/* Stream management. */
#define _GNU_SOURCE
#include <pthread.h>
#include <unistd.h>

#include "../check.h"

static void without_a_context(void)
{
    aclrtStream stream = NULL;
    aclrtStreamStatus status;
    EXPECT(aclrtCreateStream(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtCreateStream(&stream), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtCreateStreamWithConfig(NULL, 0, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtCreateStreamWithConfig(&stream, 0, 0), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtDestroyStream(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtDestroyStreamForce(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtSynchronizeStream(NULL), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtSynchronizeStreamWithTimeout(NULL, 100), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtStreamQuery(NULL, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtStreamQuery(NULL, &status), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtStreamAbort(NULL), ACL_ERROR_RT_CONTEXT_NULL);
}

static void creation(void)
{
    aclrtStream stream;
    uint32_t flags = 0, priority = 99;
    int32_t id = -1, other = -1, least = -1, greatest = -1;
    EXPECT(aclrtCreateStreamWithConfig(&stream, 0, 0x40), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateStreamWithConfig(&stream, 0, UINT32_MAX), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtCreateStreamWithConfig(&stream, 100, ACL_STREAM_FAST_LAUNCH | ACL_STREAM_FAST_SYNC));
    EXPECT(aclrtStreamGetFlags(stream, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtStreamGetFlags(stream, &flags));
    EXPECT(flags, ACL_STREAM_FAST_LAUNCH | ACL_STREAM_FAST_SYNC);
    EXPECT(aclrtStreamGetPriority(stream, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtStreamGetPriority(stream, &priority));
    EXPECT(priority, 7); /* the lowest there is */
    EXPECT(aclrtStreamGetId(stream, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtStreamGetId(stream, &id));
    EXPECT_OK(aclrtStreamGetId(NULL, &other));
    EXPECT_TRUE(id >= 0 && other >= 0 && id != other);
    EXPECT_OK(aclrtDeviceGetStreamPriorityRange(&least, &greatest));
    EXPECT(least, 7);
    EXPECT(greatest, 0);
    EXPECT_OK(aclrtDestroyStream(stream));
}

static void handles(void)
{
    aclrtStream stream, default_stream;
    aclrtEvent event;
    aclrtStreamStatus status;
    uint32_t number;
    int32_t id;
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateEvent(&event));
    EXPECT_OK(aclrtCtxGetCurrentDefaultStream(&default_stream));
    EXPECT(aclrtDestroyStream(default_stream), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtDestroyStream(event), ACL_ERROR_RT_INVALID_HANDLE); /* of another kind */
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT(aclrtDestroyStream(stream), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT(aclrtSynchronizeStream(stream), ACL_ERROR_RT_INVALID_HANDLE);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtDestroyStream(strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtDestroyStreamForce(strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtSynchronizeStream(strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtSynchronizeStreamWithTimeout(strange(i), 10), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtStreamQuery(strange(i), &status), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtStreamAbort(strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtStreamGetFlags(strange(i), &number), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtStreamGetPriority(strange(i), &number), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtStreamGetId(strange(i), &id), ACL_ERROR_RT_INVALID_HANDLE);
    }
    EXPECT_OK(aclrtDestroyEvent(event));
}

static void contexts(void)
{
    aclrtContext primary, own;
    aclrtStream stream;
    aclrtStreamStatus status;
    EXPECT_OK(aclrtGetCurrentContext(&primary));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateContext(&own, 0));
    EXPECT(aclrtDestroyStream(stream), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT(aclrtDestroyStreamForce(stream), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT(aclrtStreamAbort(stream), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT_OK(aclrtSynchronizeStream(stream)); /* these switch by themselves */
    EXPECT_OK(aclrtSynchronizeStreamWithTimeout(stream, 100));
    EXPECT_OK(aclrtStreamQuery(stream, &status));
    EXPECT(status, ACL_STREAM_STATUS_COMPLETE);
    EXPECT_OK(aclrtDestroyContext(own));
    EXPECT_OK(aclrtSetCurrentContext(primary));
    EXPECT_OK(aclrtDestroyStream(stream));
}

static void timeouts(void)
{
    EXPECT(aclrtSynchronizeStreamWithTimeout(NULL, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSynchronizeStreamWithTimeout(NULL, -2), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSynchronizeStreamWithTimeout(NULL, INT32_MIN), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtSynchronizeStreamWithTimeout(NULL, -1));
    EXPECT_OK(aclrtSynchronizeStreamWithTimeout(NULL, INT32_MAX));
}

static void tasks_of_a_destroyed_stream(void *memory)
{
    aclrtStream stream;
    char bytes[16] = {0};
    EXPECT_OK(aclrtMemset(memory, 16, 0, 16));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtMemsetAsync(memory, 16, 3, 16, stream));
    EXPECT_OK(aclrtDestroyStream(stream)); /* waits for what is queued */
    EXPECT_OK(aclrtMemcpy(bytes, 16, memory, 16, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(bytes, 3, 16));
}

/* What is dropped must not leave anyone waiting for ever. */
static void dropped_tasks(void *memory)
{
    aclrtStream stream, waiting;
    aclrtEvent event;
    aclrtEventRecordedStatus status;
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateStream(&waiting));
    EXPECT_OK(aclrtCreateEvent(&event));
    for (int force = 0; force < 2; force++) {
        EXPECT_OK(aclrtMemsetAsync(memory, 16, 1, 16, stream));
        EXPECT_OK(aclrtRecordEvent(event, stream));
        EXPECT_OK(aclrtStreamWaitEvent(waiting, event));
        EXPECT_OK(force ? aclrtDestroyStreamForce(stream) : aclrtStreamAbort(stream));
        EXPECT_OK(aclrtSynchronizeStreamWithTimeout(waiting, 5000));
        EXPECT_OK(aclrtSynchronizeEventWithTimeout(event, 5000));
        EXPECT_OK(aclrtQueryEventStatus(event, &status));
        EXPECT(status, ACL_EVENT_RECORDED_STATUS_COMPLETE);
    }
    EXPECT_OK(aclrtDestroyStream(waiting));
    EXPECT_OK(aclrtDestroyEvent(event));
}

/* Longer than any recursion may go. */
static void a_chain_of_streams(void *memory)
{
    enum { LENGTH = 3000 };
    static aclrtStream streams[LENGTH];
    static aclrtEvent events[LENGTH];
    char bytes[16] = {0};
    for (int i = 0; i < LENGTH; i++) {
        EXPECT_OK(aclrtCreateStream(&streams[i]));
        EXPECT_OK(aclrtCreateEvent(&events[i]));
        if (i > 0) EXPECT_OK(aclrtStreamWaitEvent(streams[i], events[i - 1]));
        EXPECT_OK(aclrtMemsetAsync(memory, 16, i % 100, 16, streams[i]));
        EXPECT_OK(aclrtRecordEvent(events[i], streams[i]));
    }
    EXPECT_OK(aclrtSynchronizeStream(streams[LENGTH - 1]));
    EXPECT_OK(aclrtMemcpy(bytes, 16, memory, 16, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(bytes, (LENGTH - 1) % 100, 16));
    for (int i = 0; i < LENGTH; i++) {
        EXPECT_OK(aclrtDestroyStream(streams[i]));
        EXPECT_OK(aclrtDestroyEvent(events[i]));
    }
}

static void host_waits(void *gate)
{
    while (!*(volatile int *)gate) usleep(1000);
}

static int opened;
static aclrtContext context;

static void *run_gate(void *stream)
{
    EXPECT_OK(aclrtSetCurrentContext(context));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    return NULL;
}

static void *abort_later(void *stream)
{
    EXPECT_OK(aclrtSetCurrentContext(context));
    usleep(50000);
    EXPECT_OK(aclrtStreamAbort(stream));
    opened = 1;
    return NULL;
}

/* A host function that does not return keeps its stream busy; the other thread is in it. */
static void busy_stream(void)
{
    aclrtStream stream, waiting;
    aclrtEvent event;
    pthread_t runner, aborter;
    aclrtStreamStatus status;
    EXPECT_OK(aclrtGetCurrentContext(&context));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateStream(&waiting));
    EXPECT_OK(aclrtCreateEvent(&event));
    /* Under the eager schedule the function would run, and wait, inside the launch: so a callback thread opens it. */
    EXPECT_OK(aclrtSubscribeReport((uint64_t)pthread_self(), stream));
    EXPECT_OK(aclrtLaunchCallback(host_waits, &opened, ACL_CALLBACK_BLOCK, stream));
    EXPECT_OK(aclrtRecordEvent(event, stream));
    EXPECT_OK(aclrtStreamWaitEvent(waiting, event));
    EXPECT(aclrtSynchronizeStreamWithTimeout(stream, 20), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT);
    EXPECT(aclrtSynchronizeStreamWithTimeout(waiting, 20), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT);
    EXPECT(aclrtSynchronizeEventWithTimeout(event, 20), ACL_ERROR_RT_EVENT_SYNC_TIMEOUT);
    EXPECT(aclrtSynchronizeDeviceWithTimeout(20), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT);
    EXPECT_OK(aclrtStreamQuery(waiting, &status));
    EXPECT(status, ACL_STREAM_STATUS_NOT_READY);

    pthread_create(&aborter, NULL, abort_later, stream);
    EXPECT(aclrtSynchronizeStream(stream), ACL_ERROR_RT_STREAM_ABORT);
    pthread_join(aborter, NULL);
    EXPECT_OK(aclrtSynchronizeStreamWithTimeout(waiting, 5000));
    pthread_create(&runner, NULL, run_gate, stream);
    pthread_join(runner, NULL);
    EXPECT_OK(aclrtUnSubscribeReport((uint64_t)pthread_self(), stream));
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT_OK(aclrtDestroyStream(waiting));
    EXPECT_OK(aclrtDestroyEvent(event));
}

/* The host cannot wait for streams that the device itself drives. */
static void device_driven_streams(void)
{
    static const uint32_t kinds[] = {ACL_STREAM_PERSISTENT, ACL_STREAM_CPU_SCHEDULE, ACL_STREAM_DEVICE_USE_ONLY};
    aclrtStream stream;
    for (int i = 0; i < 3; i++) {
        EXPECT_OK(aclrtCreateStreamWithConfig(&stream, 0, kinds[i]));
        EXPECT_OK(aclrtSynchronizeStream(stream));
        EXPECT_OK(aclrtSynchronizeStreamWithTimeout(stream, 10));
        EXPECT_OK(aclrtDestroyStream(stream));
    }
}

static void attributes(void)
{
    aclrtStream stream;
    aclrtStreamAttrValue value = {0};
    uint32_t priority = 0, flag = 1;
    EXPECT_OK(aclrtCreateStream(&stream));
    value.streamPriority = 3;
    EXPECT_OK(aclrtSetStreamAttribute(stream, ACL_STREAM_ATTR_PRIORITY, &value));
    EXPECT_OK(aclrtStreamGetPriority(stream, &priority));
    EXPECT(priority, 3);
    value.cacheOpInfoSwitch = 1;
    EXPECT_OK(aclrtSetStreamAttribute(stream, ACL_STREAM_ATTR_CACHE_OP_INFO, &value));
    value.cacheOpInfoSwitch = 0;
    EXPECT_OK(aclrtGetStreamAttribute(stream, ACL_STREAM_ATTR_CACHE_OP_INFO, &value));
    EXPECT(value.cacheOpInfoSwitch, 1);
    value.failureMode = 1;
    EXPECT_OK(aclrtSetStreamAttribute(stream, ACL_STREAM_ATTR_FAILURE_MODE, &value));
    value.failureMode = 7;
    EXPECT_OK(aclrtGetStreamAttribute(stream, ACL_STREAM_ATTR_FAILURE_MODE, &value));
    EXPECT(value.failureMode, 1);
    value.failureMode = 2;
    EXPECT(aclrtSetStreamAttribute(stream, ACL_STREAM_ATTR_FAILURE_MODE, &value), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSetStreamAttribute(stream, ACL_STREAM_ATTR_FAILURE_MODE, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtSetStreamAttribute(stream, (aclrtStreamAttr)6, &value), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSetStreamOverflowSwitch(stream, 1), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT_OK(aclrtSetStreamOverflowSwitch(stream, 0));
    EXPECT_OK(aclrtGetStreamOverflowSwitch(stream, &flag));
    EXPECT(flag, 0);
    EXPECT(aclrtSetStreamFailureMode(NULL, 1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT(aclrtSetStreamFailureMode(stream, 1), ACL_ERROR_RT_INVALID_HANDLE);
}

/* A task whose memory is gone when it runs has failed: whether the next one runs is the stream's failure mode. It fails
 * only where the schedule has not run it before. */
static void what_follows_a_failure(void *memory, uint64_t mode)
{
    aclrtStream stream;
    void *gone;
    char host[16];
    EXPECT_OK(aclrtMemset(memory, 16, 0, 16));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtSetStreamFailureMode(stream, mode));
    EXPECT_OK(aclrtMalloc(&gone, 16, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemsetAsync(gone, 16, 1, 16, stream));
    EXPECT_OK(aclrtMemsetAsync(memory, 16, 7, 16, stream));
    EXPECT_OK(aclrtFree(gone));
    int failed = aclrtSynchronizeStream(stream) == ACL_ERROR_RT_AICORE_EXCEPTION;
    EXPECT_OK(aclrtMemcpy(host, sizeof host, memory, 16, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(host, failed && mode == 1 ? 0 : 7, sizeof host));
    EXPECT_OK(aclrtMemsetAsync(memory, 16, 9, 16, stream)); /* told once, the stream works again */
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_OK(aclrtMemcpy(host, sizeof host, memory, 16, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(host, 9, sizeof host));
    EXPECT_OK(aclrtDestroyStream(stream));
}

int main(void)
{
    void *memory;
    without_a_context();
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtMalloc(&memory, 16, ACL_MEM_MALLOC_HUGE_FIRST));
    creation();
    handles();
    contexts();
    timeouts();
    tasks_of_a_destroyed_stream(memory);
    dropped_tasks(memory);
    a_chain_of_streams(memory);
    busy_stream();
    device_driven_streams();
    attributes();
    what_follows_a_failure(memory, 0);
    what_follows_a_failure(memory, 1);
    EXPECT_OK(aclrtFree(memory));
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
