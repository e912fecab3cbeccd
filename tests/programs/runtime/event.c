/* Event management: both families, and what each flag allows. */
#include "../check.h"

static void without_a_context(void)
{
    aclrtEvent event = NULL;
    EXPECT(aclrtCreateEvent(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtCreateEvent(&event), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtCreateEventWithFlag(NULL, ACL_EVENT_SYNC), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtCreateEventWithFlag(&event, ACL_EVENT_SYNC), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtCreateEventExWithFlag(NULL, ACL_EVENT_SYNC), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtCreateEventExWithFlag(&event, ACL_EVENT_SYNC), ACL_ERROR_RT_CONTEXT_NULL);
}

static void flags(void)
{
    static const uint32_t every = ACL_EVENT_SYNC | ACL_EVENT_CAPTURE_STREAM_PROGRESS | ACL_EVENT_TIME_LINE;
    static const uint32_t good[] = {ACL_EVENT_SYNC, ACL_EVENT_CAPTURE_STREAM_PROGRESS, ACL_EVENT_TIME_LINE,
                                    ACL_EVENT_SYNC | ACL_EVENT_TIME_LINE};
    aclrtEvent event;
    for (int i = 0; i < 4; i++) {
        EXPECT_OK(aclrtCreateEventWithFlag(&event, good[i]));
        EXPECT_OK(aclrtDestroyEvent(event));
        EXPECT_OK(aclrtCreateEventExWithFlag(&event, good[i]));
        EXPECT_OK(aclrtDestroyEvent(event));
    }
    EXPECT_OK(aclrtCreateEventWithFlag(&event, ACL_EVENT_EXTERNAL));
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtCreateEventWithFlag(&event, ACL_EVENT_DEVICE_USE_ONLY));
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT(aclrtCreateEventWithFlag(&event, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateEventWithFlag(&event, 0x80), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateEventWithFlag(&event, UINT32_MAX), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateEventWithFlag(&event, ACL_EVENT_EXTERNAL | ACL_EVENT_SYNC), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateEventWithFlag(&event, ACL_EVENT_EXTERNAL | ACL_EVENT_DEVICE_USE_ONLY),
           ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateEventWithFlag(&event, ACL_EVENT_DEVICE_USE_ONLY | every), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtCreateEventExWithFlag(&event, every));
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtCreateEventExWithFlag(&event, ACL_EVENT_IPC));
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT(aclrtCreateEventExWithFlag(&event, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateEventExWithFlag(&event, ACL_EVENT_IPC | ACL_EVENT_SYNC), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateEventExWithFlag(&event, ACL_EVENT_EXTERNAL), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtCreateEventExWithFlag(&event, ACL_EVENT_DEVICE_USE_ONLY), ACL_ERROR_RT_PARAM_INVALID);
}

static void null_arguments(aclrtEvent event)
{
    float ms;
    uint64_t stamp;
    aclrtEventRecordedStatus recorded;
    aclrtEventStatus old;
    aclrtEventWaitStatus waited;
    EXPECT(aclrtDestroyEvent(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtRecordEvent(NULL, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtResetEvent(NULL, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtStreamWaitEvent(NULL, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtStreamWaitEventWithTimeout(NULL, NULL, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtSynchronizeEvent(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtSynchronizeEventWithTimeout(NULL, 1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtQueryEventStatus(NULL, &recorded), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtQueryEventStatus(event, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtQueryEvent(NULL, &old), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtQueryEvent(event, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtQueryEventWaitStatus(NULL, &waited), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtQueryEventWaitStatus(event, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtEventElapsedTime(NULL, event, event), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtEventElapsedTime(&ms, NULL, event), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtEventElapsedTime(&ms, event, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtEventGetTimestamp(NULL, &stamp), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtEventGetTimestamp(event, NULL), ACL_ERROR_INVALID_PARAM);
}

static void handles(aclrtEvent event)
{
    aclrtEvent gone;
    aclrtStream stream;
    float ms;
    uint64_t stamp;
    aclrtEventRecordedStatus recorded;
    EXPECT_OK(aclrtCreateEvent(&gone));
    EXPECT_OK(aclrtDestroyEvent(gone));
    EXPECT_OK(aclrtCreateStream(&stream));
    for (size_t i = 0; i < STRANGE_HANDLES + 2; i++) {
        aclrtEvent bad = i == STRANGE_HANDLES ? gone : i > STRANGE_HANDLES ? stream : strange(i);
        EXPECT(aclrtDestroyEvent(bad), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtRecordEvent(bad, stream), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtResetEvent(bad, stream), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtStreamWaitEvent(stream, bad), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtSynchronizeEvent(bad), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtQueryEventStatus(bad, &recorded), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtEventElapsedTime(&ms, event, bad), ACL_ERROR_RT_INTERNAL_ERROR); /* the start was never recorded */
        EXPECT(aclrtEventElapsedTime(&ms, bad, event), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtEventGetTimestamp(bad, &stamp), ACL_ERROR_RT_INVALID_HANDLE);
        if (bad == stream) continue;
        EXPECT(aclrtRecordEvent(event, bad), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtStreamWaitEvent(bad, event), ACL_ERROR_RT_INVALID_HANDLE);
    }
    EXPECT_OK(aclrtDestroyStream(stream));
}

static void contexts(aclrtEvent event)
{
    aclrtContext primary, own;
    aclrtStream stream;
    EXPECT_OK(aclrtGetCurrentContext(&primary));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateContext(&own, 0));
    EXPECT(aclrtRecordEvent(event, stream), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT(aclrtResetEvent(event, stream), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT(aclrtStreamWaitEvent(stream, event), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT_OK(aclrtDestroyContext(own));
    EXPECT_OK(aclrtSetCurrentContext(primary));
    EXPECT_OK(aclrtDestroyStream(stream));
}

static void before_the_first_record(void)
{
    aclrtEvent old, ex;
    aclrtEventRecordedStatus recorded;
    aclrtEventStatus status;
    aclrtEventWaitStatus waited;
    uint64_t stamp;
    EXPECT_OK(aclrtCreateEvent(&old));
    EXPECT_OK(aclrtCreateEventExWithFlag(&ex, ACL_EVENT_SYNC | ACL_EVENT_TIME_LINE));
    EXPECT_OK(aclrtSynchronizeEvent(old));
    EXPECT_OK(aclrtSynchronizeEvent(ex));
    EXPECT_OK(aclrtSynchronizeEventWithTimeout(old, 10));
    EXPECT(aclrtSynchronizeEventWithTimeout(old, 0), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtSynchronizeEventWithTimeout(old, -2), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtSynchronizeEventWithTimeout(old, -1));
    EXPECT_OK(aclrtQueryEventStatus(old, &recorded));
    EXPECT(recorded, ACL_EVENT_RECORDED_STATUS_NOT_READY);
    EXPECT_OK(aclrtQueryEventStatus(ex, &recorded));
    EXPECT(recorded, ACL_EVENT_RECORDED_STATUS_COMPLETE);
    EXPECT(aclrtStreamWaitEvent(NULL, old), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtStreamWaitEvent(NULL, ex));
    EXPECT_OK(aclrtStreamWaitEventWithTimeout(NULL, ex, 0));
    EXPECT_OK(aclrtStreamWaitEventWithTimeout(NULL, ex, 100));
    EXPECT(aclrtStreamWaitEventWithTimeout(NULL, ex, -1), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtEventGetTimestamp(old, &stamp), ACL_ERROR_RT_INTERNAL_ERROR);
    EXPECT(aclrtQueryEvent(ex, &status), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT(aclrtQueryEventWaitStatus(ex, &waited), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT(aclrtResetEvent(ex, NULL), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT_OK(aclrtDestroyEvent(old));
    EXPECT_OK(aclrtDestroyEvent(ex));
}

static void capabilities(void)
{
    aclrtEvent time_only, sync_only, external, ipc;
    uint64_t stamp;
    float ms;
    EXPECT_OK(aclrtCreateEventWithFlag(&time_only, ACL_EVENT_TIME_LINE));
    EXPECT_OK(aclrtCreateEventWithFlag(&sync_only, ACL_EVENT_SYNC));
    EXPECT_OK(aclrtCreateEventWithFlag(&external, ACL_EVENT_EXTERNAL));
    EXPECT_OK(aclrtCreateEventExWithFlag(&ipc, ACL_EVENT_IPC));
    EXPECT_OK(aclrtRecordEvent(time_only, NULL));
    EXPECT_OK(aclrtRecordEvent(sync_only, NULL));
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT(aclrtStreamWaitEvent(NULL, time_only), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT_OK(aclrtRecordEvent(ipc, NULL));
    EXPECT_OK(aclrtStreamWaitEvent(NULL, ipc)); /* made for streams of other processes, good for those of this one */
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT(aclrtEventGetTimestamp(sync_only, &stamp), ACL_ERROR_RT_EVENT_TIMESTAMP_INVALID);
    EXPECT(aclrtEventElapsedTime(&ms, time_only, sync_only), ACL_ERROR_RT_EVENT_TIMESTAMP_INVALID);
    EXPECT(aclrtEventElapsedTime(&ms, external, time_only), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT(aclrtEventElapsedTime(&ms, time_only, ipc), ACL_ERROR_RT_FEATURE_NOT_SUPPORT);
    EXPECT_OK(aclrtDestroyEvent(time_only));
    EXPECT_OK(aclrtDestroyEvent(sync_only));
    EXPECT_OK(aclrtDestroyEvent(external));
    EXPECT_OK(aclrtDestroyEvent(ipc));
}

/* A flag that streams raise, wait for and take down, whatever was recorded when the wait was queued. */
static void external_event(void)
{
    aclrtEvent event;
    aclrtStream waiter;
    aclrtEventRecordedStatus recorded;
    EXPECT_OK(aclrtCreateStream(&waiter));
    EXPECT_OK(aclrtCreateEventWithFlag(&event, ACL_EVENT_EXTERNAL));
    for (int round = 0; round < 2; round++) {
        EXPECT_OK(aclrtStreamWaitEvent(waiter, event)); /* before the record */
        EXPECT(aclrtSynchronizeStreamWithTimeout(waiter, 20), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT);
        EXPECT_OK(aclrtRecordEvent(event, NULL));
        EXPECT_OK(aclrtSynchronizeEvent(event));
        EXPECT_OK(aclrtQueryEventStatus(event, &recorded));
        EXPECT(recorded, ACL_EVENT_RECORDED_STATUS_COMPLETE);
        EXPECT_OK(aclrtSynchronizeStream(waiter));
        EXPECT_OK(aclrtStreamWaitEvent(waiter, event)); /* it stays up */
        EXPECT_OK(aclrtResetEvent(event, waiter));
        EXPECT_OK(aclrtSynchronizeStream(waiter));
    }
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtDestroyStream(waiter));
}

static void record_query_reset(aclrtEvent event)
{
    aclrtEventRecordedStatus recorded;
    aclrtEventStatus status;
    aclrtEventWaitStatus waited;
    EXPECT_OK(aclrtRecordEvent(event, NULL));
    EXPECT_OK(aclrtSynchronizeEvent(event));
    EXPECT_OK(aclrtQueryEventStatus(event, &recorded));
    EXPECT(recorded, ACL_EVENT_RECORDED_STATUS_COMPLETE);
    EXPECT_OK(aclrtQueryEvent(event, &status));
    EXPECT(status, ACL_EVENT_STATUS_COMPLETE);
    EXPECT_OK(aclrtQueryEventWaitStatus(event, &waited));
    EXPECT(waited, ACL_EVENT_WAIT_STATUS_COMPLETE);

    EXPECT_OK(aclrtResetEvent(event, NULL));
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT_OK(aclrtQueryEventStatus(event, &recorded));
    EXPECT(recorded, ACL_EVENT_RECORDED_STATUS_NOT_READY);

    EXPECT_OK(aclrtRecordEvent(event, NULL));
    EXPECT_OK(aclrtResetEvent(event, NULL));
    EXPECT_OK(aclrtRecordEvent(event, NULL)); /* recorded anew behind the reset */
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT_OK(aclrtQueryEventStatus(event, &recorded));
    EXPECT(recorded, ACL_EVENT_RECORDED_STATUS_COMPLETE);
}

static void polling(void)
{
    aclrtEvent event;
    aclrtStream stream;
    aclrtEventRecordedStatus recorded = ACL_EVENT_RECORDED_STATUS_NOT_READY;
    int tries = 0;
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateEvent(&event));
    EXPECT_OK(aclrtRecordEvent(event, stream));
    while (recorded == ACL_EVENT_RECORDED_STATUS_NOT_READY && tries++ < 1000)
        EXPECT_OK(aclrtQueryEventStatus(event, &recorded));
    EXPECT(recorded, ACL_EVENT_RECORDED_STATUS_COMPLETE);
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtDestroyStream(stream));
}

static void times(void)
{
    aclrtEvent start, end;
    float ms = -1;
    uint64_t first = 0, second = 0;
    void *memory;
    EXPECT_OK(aclrtMalloc(&memory, 1 << 20, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtCreateEvent(&start));
    EXPECT_OK(aclrtCreateEventExWithFlag(&end, ACL_EVENT_TIME_LINE));
    EXPECT_OK(aclrtRecordEvent(start, NULL));
    EXPECT_OK(aclrtMemsetAsync(memory, 1 << 20, 1, 1 << 20, NULL));
    EXPECT_OK(aclrtRecordEvent(end, NULL));
    EXPECT_OK(aclrtSynchronizeStream(NULL));
    EXPECT_OK(aclrtEventElapsedTime(&ms, start, end));
    EXPECT_TRUE(ms > 0 && ms < 10000);
    EXPECT_OK(aclrtEventGetTimestamp(start, &first));
    EXPECT_OK(aclrtEventGetTimestamp(end, &second));
    EXPECT_TRUE(first > 0 && second >= first);
    EXPECT(aclrtEventElapsedTime(&ms, end, start), ACL_ERROR_RT_EVENT_TIMESTAMP_REVERSAL);
    EXPECT_OK(aclrtEventElapsedTime(&ms, start, start));
    EXPECT_TRUE(ms == 0);
    EXPECT_OK(aclrtDestroyEvent(start));
    EXPECT_OK(aclrtDestroyEvent(end));
    EXPECT_OK(aclrtFree(memory));
}

/* Two streams that hand a buffer to and fro; destroying an event early leaves the queued waits intact. */
static void ordering(void)
{
    enum { ROUNDS = 20, SIZE = 64 };
    aclrtStream writer, reader;
    void *device, *host;
    EXPECT_OK(aclrtCreateStream(&writer));
    EXPECT_OK(aclrtCreateStream(&reader));
    EXPECT_OK(aclrtMalloc(&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocHost(&host, ROUNDS * SIZE));
    for (int i = 0; i < ROUNDS; i++) {
        aclrtEvent written, read;
        char *line = (char *)host + i * SIZE;
        EXPECT_OK(aclrtCreateEvent(&written));
        EXPECT_OK(aclrtCreateEventExWithFlag(&read, ACL_EVENT_SYNC));
        EXPECT_OK(aclrtMemsetAsync(device, SIZE, i + 1, SIZE, writer));
        EXPECT_OK(aclrtRecordEvent(written, writer));
        EXPECT_OK(aclrtStreamWaitEvent(reader, written));
        EXPECT_OK(aclrtMemcpyAsync(line, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, reader));
        EXPECT_OK(aclrtRecordEvent(read, reader));
        EXPECT_OK(aclrtStreamWaitEvent(writer, read));
        EXPECT_OK(aclrtDestroyEvent(written));
        EXPECT_OK(aclrtDestroyEvent(read));
    }
    EXPECT_OK(aclrtSynchronizeStream(reader));
    for (int i = 0; i < ROUNDS; i++) EXPECT_TRUE(is_filled((char *)host + i * SIZE, i + 1, SIZE));
    EXPECT_OK(aclrtDestroyStream(writer));
    EXPECT_OK(aclrtDestroyStream(reader));
    EXPECT_OK(aclrtFree(device));
    EXPECT_OK(aclrtFreeHost(host));
}

int main(void)
{
    aclrtEvent event;
    without_a_context();
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateEvent(&event));
    flags();
    null_arguments(event);
    handles(event);
    contexts(event);
    before_the_first_record();
    capabilities();
    external_event();
    record_query_reset(event);
    polling();
    times();
    ordering();
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
