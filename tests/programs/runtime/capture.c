/* Model running instance: recording streams and running the recording. */
#include <pthread.h>

#include "../check.h"

enum { SIZE = 64 };

static char *device, *other, *pinned;
static aclrtStream stream, side;
static aclrtEvent forked, joined;

static int filled_with(const char *memory, int value)
{
    char back[SIZE];
    EXPECT_OK(aclrtMemcpy(back, SIZE, memory, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    return is_filled(back, value, SIZE);
}

static void refusals(void)
{
    aclmdlRI model = &model;
    aclmdlRICaptureStatus status;
    aclmdlRICaptureMode mode = (aclmdlRICaptureMode)3;
    aclrtStream default_stream, persistent;
    EXPECT(aclmdlRICaptureBegin(NULL, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureBegin(stream, (aclmdlRICaptureMode)3), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclmdlRICaptureBegin(stream, (aclmdlRICaptureMode)-1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclmdlRICaptureEnd(NULL, &model), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureEnd(stream, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureEnd(stream, &model), ACL_ERROR_RT_STREAM_NOT_CAPTURED);
    EXPECT_TRUE(model == NULL); /* what every failure leaves there */
    EXPECT(aclmdlRICaptureGetInfo(NULL, &status, &model), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureGetInfo(stream, NULL, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureThreadExchangeMode(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureThreadExchangeMode(&mode), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclmdlRIExecuteAsync(NULL, stream), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRIExecute(NULL, -1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRIDestroy(NULL), ACL_ERROR_INVALID_PARAM);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclmdlRICaptureBegin(strange(i), ACL_MODEL_RI_CAPTURE_MODE_GLOBAL), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclmdlRICaptureEnd(strange(i), &model), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclmdlRICaptureGetInfo(strange(i), &status, NULL), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclmdlRIExecuteAsync(strange(i), stream), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclmdlRIExecute(strange(i), -1), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclmdlRIDestroy(strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
    }
    EXPECT_OK(aclrtCtxGetCurrentDefaultStream(&default_stream));
    EXPECT(aclmdlRICaptureBegin(default_stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL), ACL_ERROR_RT_INTERNAL_ERROR);
    EXPECT_OK(aclrtCreateStreamWithConfig(&persistent, 0, ACL_STREAM_PERSISTENT));
    EXPECT(aclmdlRICaptureBegin(persistent, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL), ACL_ERROR_RT_INTERNAL_ERROR);
    EXPECT_OK(aclrtDestroyStream(persistent));
}

/* Recorded, not run; then run as often as wanted, with what the buffers hold at that time. */
static void replay(void)
{
    aclmdlRI model = NULL, known = NULL;
    aclmdlRICaptureStatus status = ACL_MODEL_RI_CAPTURE_STATUS_ACTIVE;
    uint32_t id = 0, same = 1;
    EXPECT_OK(aclrtMemset(device, SIZE, 1, SIZE));
    EXPECT_OK(aclmdlRICaptureGetInfo(stream, &status, &known));
    EXPECT(status, ACL_MODEL_RI_CAPTURE_STATUS_NONE);
    EXPECT_TRUE(known == NULL);

    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_RELAXED));
    EXPECT_OK(aclmdlRICaptureGetInfo(stream, &status, &known));
    EXPECT(status, ACL_MODEL_RI_CAPTURE_STATUS_ACTIVE);
    EXPECT(aclmdlRIDestroy(known), ACL_ERROR_RT_MODEL_CAPTURED);
    EXPECT_OK(aclmdlRIGetId(known, &id));
    EXPECT_OK(aclrtMemcpyAsync(device, SIZE, pinned, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream));
    EXPECT_OK(aclrtMemcpyAsync(other, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_DEVICE, stream));
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    EXPECT_TRUE(model == known);
    EXPECT_OK(aclmdlRIGetId(model, &same));
    EXPECT(same, id);
    EXPECT(aclmdlRIGetId(NULL, &id), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRIGetId(model, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_TRUE(filled_with(device, 1));

    for (int i = 2; i < 5; i++) {
        memset(pinned, i, SIZE);
        EXPECT_OK(aclmdlRIExecuteAsync(model, stream));
        EXPECT_OK(aclrtSynchronizeStream(stream));
        EXPECT_TRUE(filled_with(other, i));
    }
    memset(pinned, 9, SIZE);
    EXPECT_OK(aclmdlRIExecuteAsync(model, NULL)); /* the default stream */
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT_TRUE(filled_with(other, 9));
    memset(pinned, 10, SIZE);
    EXPECT(aclmdlRIExecute(model, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclmdlRIExecute(model, -2), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclmdlRIExecute(model, -1));
    EXPECT_TRUE(filled_with(other, 10));

    memset(pinned, 11, SIZE);
    EXPECT_OK(aclmdlRIExecuteAsync(model, stream));
    EXPECT_OK(aclmdlRIDestroy(model)); /* a run that is queued goes on */
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_TRUE(filled_with(other, 11));
    EXPECT(aclmdlRIDestroy(model), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT(aclmdlRIExecuteAsync(model, stream), ACL_ERROR_RT_INVALID_HANDLE);
}

/* side waits for an event of stream and so joins; its work comes back by another event. */
static void fork_and_join(int join)
{
    aclmdlRI model = NULL;
    EXPECT_OK(aclrtMemset(other, SIZE, 0, SIZE));
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 21, SIZE, stream));
    EXPECT_OK(aclrtRecordEvent(forked, stream));
    EXPECT_OK(aclrtStreamWaitEvent(side, forked));
    EXPECT_OK(aclrtMemcpyAsync(other, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_DEVICE, side));
    EXPECT_OK(aclrtRecordEvent(joined, side));
    EXPECT(aclmdlRICaptureEnd(side, &model), ACL_ERROR_RT_STREAM_CAPTURE_UNMATCHED);
    if (join) EXPECT_OK(aclrtStreamWaitEvent(stream, joined));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 22, SIZE, stream));
    if (!join) {
        EXPECT(aclmdlRICaptureEnd(stream, &model), ACL_ERROR_RT_STREAM_UNJOINED);
        EXPECT_TRUE(model == NULL);
        EXPECT(aclmdlRICaptureEnd(stream, &model), ACL_ERROR_RT_STREAM_NOT_CAPTURED);
        return;
    }
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    EXPECT_OK(aclmdlRIExecuteAsync(model, stream));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_TRUE(filled_with(other, 21));
    EXPECT_TRUE(filled_with(device, 22));
    EXPECT_OK(aclmdlRIDestroy(model));
}

/* What must not be done to streams and events of a capture. */
static void forbidden(void)
{
    aclmdlRI model, second_model;
    aclrtStreamStatus stream_status;
    aclrtEventRecordedStatus status;
    aclrtEventStatus old_status;
    aclrtStream second;
    aclrtEvent outside;
    float ms;
    uint64_t stamp;
    EXPECT_OK(aclrtCreateStream(&second));
    EXPECT_OK(aclrtCreateEvent(&outside));
    EXPECT_OK(aclrtRecordEvent(outside, side));
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL), ACL_ERROR_RT_STREAM_CAPTURED);
    EXPECT(aclrtSynchronizeStream(stream), ACL_ERROR_RT_STREAM_CAPTURED);
    EXPECT(aclrtSynchronizeStreamWithTimeout(stream, 10), ACL_ERROR_RT_STREAM_CAPTURED);
    EXPECT(aclrtStreamQuery(stream, &stream_status), ACL_ERROR_RT_STREAM_CAPTURED);
    EXPECT(aclrtDestroyStream(stream), ACL_ERROR_RT_STREAM_CAPTURED);
    EXPECT(aclrtDestroyStreamForce(stream), ACL_ERROR_RT_STREAM_CAPTURED);
    EXPECT_OK(aclrtRecordEvent(forked, stream));
    EXPECT(aclrtSynchronizeEvent(forked), ACL_ERROR_RT_EVENT_CAPTURED);
    EXPECT(aclrtSynchronizeEventWithTimeout(forked, 10), ACL_ERROR_RT_EVENT_CAPTURED);
    EXPECT(aclrtQueryEventStatus(forked, &status), ACL_ERROR_RT_EVENT_CAPTURED);
    EXPECT(aclrtQueryEvent(forked, &old_status), ACL_ERROR_RT_EVENT_CAPTURED);
    EXPECT(aclrtEventElapsedTime(&ms, forked, forked), ACL_ERROR_RT_EVENT_CAPTURED);
    EXPECT(aclrtEventGetTimestamp(forked, &stamp), ACL_ERROR_RT_EVENT_CAPTURED);
    EXPECT(aclrtStreamWaitEvent(NULL, forked), ACL_ERROR_RT_STREAM_CAPTURE_IMPLICIT);
    EXPECT(aclrtRecordEvent(forked, NULL), ACL_ERROR_RT_STREAM_CAPTURE_IMPLICIT);
    EXPECT(aclrtResetEvent(forked, NULL), ACL_ERROR_RT_STREAM_CAPTURE_IMPLICIT);
    EXPECT(aclrtStreamWaitEvent(stream, outside), ACL_ERROR_RT_CAPTURE_DEPENDENCY);
    EXPECT_OK(aclmdlRICaptureBegin(second, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT(aclrtStreamWaitEvent(second, forked), ACL_ERROR_RT_CAPTURE_DEPENDENCY);
    EXPECT_OK(aclmdlRICaptureEnd(second, &second_model));
    EXPECT(aclmdlRIExecuteAsync(second_model, stream), ACL_ERROR_RT_STREAM_CAPTURED);
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    EXPECT(aclrtStreamWaitEvent(second, forked), ACL_ERROR_RT_CAPTURE_DEPENDENCY); /* the capture is over */
    EXPECT_OK(aclrtRecordEvent(forked, stream));                                   /* an ordinary event again */
    EXPECT_OK(aclrtSynchronizeEvent(forked));
    EXPECT_OK(aclmdlRIDestroy(model));
    EXPECT_OK(aclmdlRIDestroy(second_model));
    EXPECT_OK(aclrtDestroyEvent(outside));
    EXPECT_OK(aclrtDestroyStream(second));
}

static void contexts(void)
{
    aclrtContext primary, own;
    aclmdlRI model;
    EXPECT_OK(aclrtGetCurrentContext(&primary));
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    EXPECT_OK(aclrtCreateContext(&own, 0));
    EXPECT(aclmdlRIExecuteAsync(model, NULL), ACL_ERROR_RT_MODEL_CONTEXT);
    EXPECT(aclmdlRIDestroy(model), ACL_ERROR_RT_MODEL_CONTEXT);
    EXPECT(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT_OK(aclrtDestroyContext(own));
    EXPECT_OK(aclrtSetCurrentContext(primary));
    EXPECT_OK(aclmdlRIDestroy(model));
}

/* Calls that wait for the device behind the capture's back; the mode says whom they are forbidden to. */
static void unsafe_calls(aclmdlRICaptureMode mode, aclError wanted, aclError wanted_asynchronous)
{
    aclmdlRI model;
    char back[SIZE];
    EXPECT_OK(aclmdlRICaptureBegin(stream, mode));
    EXPECT(aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST), wanted);
    EXPECT(aclrtMemset(device, SIZE, 0, SIZE), wanted);
    EXPECT(aclrtMemcpy2d(back, 8, device, 8, 8, 8, ACL_MEMCPY_DEVICE_TO_HOST), wanted);
    EXPECT(aclrtMemcpyAsync(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, side), wanted_asynchronous);
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    EXPECT_OK(aclmdlRIDestroy(model));
}

static void relaxing_a_thread(void)
{
    aclmdlRICaptureMode mode = ACL_MODEL_RI_CAPTURE_MODE_RELAXED;
    EXPECT_OK(aclmdlRICaptureThreadExchangeMode(&mode));
    EXPECT(mode, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL);
    unsafe_calls(ACL_MODEL_RI_CAPTURE_MODE_GLOBAL, ACL_SUCCESS, ACL_SUCCESS);
    EXPECT_OK(aclmdlRICaptureThreadExchangeMode(&mode));
    EXPECT(mode, ACL_MODEL_RI_CAPTURE_MODE_RELAXED);
}

/* Work that cannot be recorded spoils the capture. */
static void invalidation(void)
{
    aclmdlRI model = NULL;
    aclmdlRICaptureStatus status;
    char pageable[SIZE] = {0};
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_RELAXED));
    EXPECT(aclrtMemcpyAsync(device, SIZE, pageable, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream),
           ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclmdlRICaptureGetInfo(stream, &status, NULL));
    EXPECT(status, ACL_MODEL_RI_CAPTURE_STATUS_INVALIDATED);
    EXPECT(aclmdlRICaptureEnd(stream, &model), ACL_ERROR_RT_STREAM_CAPTURE_INVALIDATED);
    EXPECT_TRUE(model == NULL);
    EXPECT_OK(aclrtSynchronizeStream(stream)); /* an ordinary stream again */
}

static aclrtContext context;
static aclError copy_status, end_status;

static void *from_another_thread(void *capturing)
{
    char back[SIZE];
    aclmdlRI model = NULL;
    EXPECT_OK(aclrtSetCurrentContext(context));
    copy_status = aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST);
    end_status = aclmdlRICaptureEnd(capturing, &model);
    if (end_status == ACL_SUCCESS) EXPECT_OK(aclmdlRIDestroy(model));
    return NULL;
}

static void threads(aclmdlRICaptureMode mode, aclError wanted_copy, aclError wanted_end)
{
    pthread_t thread;
    aclmdlRI model;
    EXPECT_OK(aclrtGetCurrentContext(&context));
    EXPECT_OK(aclmdlRICaptureBegin(stream, mode));
    EXPECT(pthread_create(&thread, NULL, from_another_thread, stream), 0);
    pthread_join(thread, NULL);
    EXPECT(copy_status, wanted_copy);
    EXPECT(end_status, wanted_end);
    if (wanted_end == ACL_SUCCESS) return;
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model)); /* the attempt did no harm */
    EXPECT_OK(aclmdlRIDestroy(model));
}

static int calls;

static void count_call(void *unused)
{
    (void)unused;
    calls++;
}

static void host_functions(void)
{
    aclmdlRI model;
    aclrtStream own;
    EXPECT_OK(aclrtCreateStream(&own));
    EXPECT_OK(aclmdlRICaptureBegin(own, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT_OK(aclrtLaunchHostFunc(own, count_call, NULL));
    EXPECT_OK(aclmdlRICaptureEnd(own, &model));
    EXPECT(calls, 0);
    for (int i = 1; i <= 3; i++) {
        EXPECT_OK(aclmdlRIExecuteAsync(model, own));
        EXPECT_OK(aclrtSynchronizeStream(own));
        EXPECT(calls, i);
    }
    EXPECT_OK(aclmdlRIDestroy(model));
    EXPECT_OK(aclrtDestroyStream(own));
}

int main(void)
{
    aclmdlRI model = NULL;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateStream(&side));
    EXPECT_OK(aclrtCreateEventExWithFlag(&forked, ACL_EVENT_SYNC | ACL_EVENT_TIME_LINE));
    EXPECT_OK(aclrtDestroyEvent(forked));
    EXPECT_OK(aclrtCreateEvent(&forked));
    EXPECT_OK(aclrtCreateEvent(&joined));
    EXPECT_OK(aclrtMalloc((void **)&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc((void **)&other, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocHost((void **)&pinned, SIZE));
    refusals();
    replay();
    fork_and_join(1);
    fork_and_join(0);
    fork_and_join(1);
    forbidden();
    contexts();
    unsafe_calls(ACL_MODEL_RI_CAPTURE_MODE_GLOBAL, ACL_ERROR_RT_CAPTURE_MODE_NOT_SUPPORT,
                 ACL_ERROR_RT_CAPTURE_MODE_BLOCK_ASYNC);
    unsafe_calls(ACL_MODEL_RI_CAPTURE_MODE_THREAD_LOCAL, ACL_ERROR_RT_CAPTURE_MODE_NOT_SUPPORT,
                 ACL_ERROR_RT_CAPTURE_MODE_BLOCK_ASYNC);
    unsafe_calls(ACL_MODEL_RI_CAPTURE_MODE_RELAXED, ACL_SUCCESS, ACL_SUCCESS);
    relaxing_a_thread();
    invalidation();
    threads(ACL_MODEL_RI_CAPTURE_MODE_GLOBAL, ACL_ERROR_RT_CAPTURE_MODE_NOT_SUPPORT,
            ACL_ERROR_RT_STREAM_CAPTURE_WRONG_THREAD);
    threads(ACL_MODEL_RI_CAPTURE_MODE_THREAD_LOCAL, ACL_SUCCESS, ACL_ERROR_RT_STREAM_CAPTURE_WRONG_THREAD);
    threads(ACL_MODEL_RI_CAPTURE_MODE_RELAXED, ACL_SUCCESS, ACL_SUCCESS);
    host_functions();
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT_OK(aclrtFreeHost(pinned));
    EXPECT_OK(aclrtResetDevice(0)); /* in the middle of a capture */
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT(aclmdlRICaptureEnd(stream, &model), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT_OK(aclrtFree(device));
    EXPECT_OK(aclrtMalloc((void **)&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemset(device, SIZE, 0, SIZE)); /* nothing is being captured any more */
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
