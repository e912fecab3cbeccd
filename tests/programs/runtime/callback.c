/* Execution control: host functions in stream order, both ways. */
#define _GNU_SOURCE
#include <pthread.h>
#include <unistd.h>

#include "../check.h"

enum { CALLS = 10 };

static int order[4 * CALLS], called;
static pthread_t runner;
static volatile int stop, wrong_thread;

static void note(void *number)
{
    order[called++] = (int)(intptr_t)number;
}

static void note_in_runner(void *number)
{
    if (!pthread_equal(pthread_self(), runner)) wrong_thread = 1;
    order[called++] = (int)(intptr_t)number;
}

static void *number(int value)
{
    return (void *)(intptr_t)value;
}

static void refusals(void)
{
    aclrtStream stream, second, elsewhere;
    aclrtContext primary, other_device;
    uint64_t self = (uint64_t)pthread_self();
    EXPECT(aclrtLaunchHostFunc(NULL, note, NULL), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtLaunchHostFunc(NULL, NULL, NULL), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtLaunchCallback(note, NULL, ACL_CALLBACK_BLOCK, NULL), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtSubscribeReport(self, NULL), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtUnSubscribeReport(self, NULL), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtProcessReport(0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtProcessReport(-2), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtProcessReport(10), ACL_ERROR_RT_THREAD_SUBSCRIBE);

    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtGetCurrentContext(&primary));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateStream(&second));
    EXPECT(aclrtLaunchCallback(note, NULL, (aclrtCallbackBlockType)2, stream), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtLaunchCallback(NULL, NULL, (aclrtCallbackBlockType)2, stream), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtLaunchCallback(NULL, NULL, ACL_CALLBACK_BLOCK, stream), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtLaunchCallback(note, NULL, ACL_CALLBACK_BLOCK, stream), ACL_ERROR_RT_STREAM_NO_CB_REG);
    EXPECT(aclrtUnSubscribeReport(self, stream), ACL_ERROR_RT_STREAM_SUBSCRIBE);

    EXPECT_OK(aclrtSubscribeReport(self, stream));
    EXPECT(aclrtSubscribeReport(self, stream), ACL_ERROR_RT_STREAM_SUBSCRIBE);
    EXPECT(aclrtSubscribeReport(self + 1, stream), ACL_ERROR_RT_STREAM_SUBSCRIBE);
    EXPECT(aclrtUnSubscribeReport(self + 1, stream), ACL_ERROR_RT_THREAD_SUBSCRIBE);
    EXPECT_OK(aclrtSubscribeReport(self, second)); /* one thread may serve several streams */
    EXPECT(aclrtLaunchHostFunc(stream, note, NULL), ACL_ERROR_RT_STREAM_SUBSCRIBE);
    EXPECT(aclrtProcessReport(10), ACL_ERROR_RT_REPORT_TIMEOUT);
    EXPECT_OK(aclrtCreateContext(&other_device, 1));
    EXPECT_OK(aclrtCreateStream(&elsewhere));
    EXPECT(aclrtSubscribeReport(self, elsewhere), ACL_ERROR_RT_THREAD_SUBSCRIBE); /* but of one device */
    EXPECT(aclrtLaunchCallback(note, NULL, ACL_CALLBACK_BLOCK, stream), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT(aclrtLaunchHostFunc(stream, note, NULL), ACL_ERROR_RT_STREAM_CONTEXT);
    EXPECT_OK(aclrtDestroyContext(other_device));
    EXPECT_OK(aclrtSetCurrentContext(primary));
    EXPECT_OK(aclrtUnSubscribeReport(self, stream));
    EXPECT_OK(aclrtUnSubscribeReport(self, second));
    EXPECT(aclrtProcessReport(10), ACL_ERROR_RT_THREAD_SUBSCRIBE);

    EXPECT_OK(aclrtLaunchHostFunc(stream, note, NULL));
    EXPECT(aclrtSubscribeReport(self, stream), ACL_ERROR_RT_STREAM_SUBSCRIBE);
    EXPECT(aclrtLaunchCallback(note, NULL, ACL_CALLBACK_BLOCK, stream), ACL_ERROR_RT_STREAM_SUBSCRIBE);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtLaunchHostFunc(strange(i), note, NULL), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtLaunchCallback(note, NULL, ACL_CALLBACK_BLOCK, strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtSubscribeReport(self, strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtUnSubscribeReport(self, strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
    }
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT_OK(aclrtDestroyStream(second));
}

static void host_functions(void)
{
    aclrtStream stream;
    called = 0;
    EXPECT_OK(aclrtCreateStream(&stream));
    for (int i = 0; i < CALLS; i++) EXPECT_OK(aclrtLaunchHostFunc(stream, note, number(i)));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT(called, CALLS);
    for (int i = 0; i < CALLS; i++) EXPECT(order[i], i);
    EXPECT_OK(aclrtDestroyStream(stream));
}

static char *pinned;
static int seen;

static void look(void *unused)
{
    (void)unused;
    seen = is_filled(pinned, 7, 64);
    memset(pinned, 8, 64); /* the copy behind reads what the function wrote */
}

static void functions_between_copies(void)
{
    aclrtStream stream;
    char *device, back[64];
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtMalloc((void **)&device, 64, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocHost((void **)&pinned, 64));
    EXPECT_OK(aclrtMemsetAsync(device, 64, 7, 64, stream));
    EXPECT_OK(aclrtMemcpyAsync(pinned, 64, device, 64, ACL_MEMCPY_DEVICE_TO_HOST, stream));
    EXPECT_OK(aclrtLaunchHostFunc(stream, look, NULL));
    EXPECT_OK(aclrtMemcpyAsync(device, 64, pinned, 64, ACL_MEMCPY_HOST_TO_DEVICE, stream));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT(seen, 1);
    EXPECT_OK(aclrtMemcpy(back, 64, device, 64, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(back, 8, 64));
    EXPECT_OK(aclrtFreeHost(pinned));
    EXPECT_OK(aclrtFree(device));
    EXPECT_OK(aclrtDestroyStream(stream));
}

static aclrtContext context;

static void *process(void *unused)
{
    EXPECT_OK(aclrtSetCurrentContext(context));
    while (!stop) {
        aclError status = aclrtProcessReport(20);
        if (status == ACL_ERROR_RT_THREAD_SUBSCRIBE) usleep(1000); /* not subscribed yet */
        else EXPECT_TRUE(status == ACL_SUCCESS || status == ACL_ERROR_RT_REPORT_TIMEOUT);
    }
    return unused;
}

/* The documented way: a thread that loops, subscribed to the stream. */
static void callbacks(aclrtCallbackBlockType block)
{
    aclrtStream stream;
    called = stop = 0;
    EXPECT_OK(aclrtGetCurrentContext(&context));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT(pthread_create(&runner, NULL, process, NULL), 0);
    EXPECT_OK(aclrtSubscribeReport((uint64_t)runner, stream));
    for (int i = 0; i < CALLS; i++) EXPECT_OK(aclrtLaunchCallback(note_in_runner, number(i), block, stream));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    for (int tries = 0; called < CALLS && tries < 5000; tries++) usleep(1000);
    EXPECT(called, CALLS);
    EXPECT(wrong_thread, 0);
    for (int i = 0; i < CALLS; i++) EXPECT(order[i], i);
    EXPECT_OK(aclrtUnSubscribeReport((uint64_t)runner, stream));
    stop = 1;
    pthread_join(runner, NULL);
    EXPECT_OK(aclrtDestroyStream(stream));
}

/* In a capture: the subscribed thread gets the callbacks of every run, and blocking ones hold what comes behind. */
static void captured_callbacks(aclrtCallbackBlockType block)
{
    aclrtStream stream;
    aclmdlRI model;
    char *device, back[64];
    called = stop = 0;
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtMalloc((void **)&device, 64, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT(pthread_create(&runner, NULL, process, NULL), 0);
    EXPECT_OK(aclrtSubscribeReport((uint64_t)runner, stream));
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_RELAXED));
    EXPECT_OK(aclrtLaunchCallback(note_in_runner, number(0), block, stream));
    EXPECT_OK(aclrtMemsetAsync(device, 64, 33, 64, stream));
    EXPECT_OK(aclrtLaunchCallback(note_in_runner, number(1), block, stream));
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    EXPECT(called, 0);
    for (int i = 1; i <= 3; i++) {
        EXPECT_OK(aclrtMemset(device, 64, 0, 64));
        EXPECT_OK(aclmdlRIExecuteAsync(model, stream));
        EXPECT_OK(aclrtSynchronizeStream(stream));
        EXPECT_OK(aclrtMemcpy(back, 64, device, 64, ACL_MEMCPY_DEVICE_TO_HOST));
        EXPECT_TRUE(is_filled(back, 33, 64));
        if (block == ACL_CALLBACK_BLOCK) EXPECT(called, 2 * i);
    }
    for (int tries = 0; called < 6 && tries < 5000; tries++) usleep(1000);
    EXPECT(called, 6);
    EXPECT(wrong_thread, 0);
    for (int i = 0; i < 6; i++) EXPECT(order[i], i % 2);
    EXPECT_OK(aclrtUnSubscribeReport((uint64_t)runner, stream));
    stop = 1;
    pthread_join(runner, NULL);
    EXPECT_OK(aclmdlRIDestroy(model));
    EXPECT_OK(aclrtFree(device));
    EXPECT_OK(aclrtDestroyStream(stream));
}

/* Unsubscribed before the thread came to it: nothing is lost, and the thread hears of the end. */
static void late_callbacks(void)
{
    aclrtStream stream;
    called = 0;
    runner = pthread_self();
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtSubscribeReport((uint64_t)runner, stream));
    for (int i = 0; i < 3; i++)
        EXPECT_OK(aclrtLaunchCallback(note_in_runner, number(i), ACL_CALLBACK_NO_BLOCK, stream));
    EXPECT_OK(aclrtUnSubscribeReport((uint64_t)runner, stream));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    for (int i = 0; i < 3; i++) EXPECT_OK(aclrtProcessReport(1000));
    EXPECT(called, 3);
    EXPECT(aclrtProcessReport(10), ACL_ERROR_RT_THREAD_SUBSCRIBE);
    EXPECT_OK(aclrtDestroyStream(stream));
}

/* A thread that only processes reports makes the stream progress; -1 waits for ever. */
static void processing_alone(void)
{
    aclrtStream stream;
    called = 0;
    runner = pthread_self();
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtSubscribeReport((uint64_t)runner, stream));
    EXPECT_OK(aclrtLaunchCallback(note_in_runner, number(5), ACL_CALLBACK_BLOCK, stream));
    EXPECT_OK(aclrtProcessReport(-1));
    EXPECT(called, 1);
    EXPECT(aclrtProcessReport(10), ACL_ERROR_RT_REPORT_TIMEOUT);
    EXPECT_OK(aclrtUnSubscribeReport((uint64_t)runner, stream));
    EXPECT_OK(aclrtDestroyStream(stream));
}

int main(void)
{
    refusals();
    host_functions();
    functions_between_copies();
    callbacks(ACL_CALLBACK_BLOCK);
    callbacks(ACL_CALLBACK_NO_BLOCK);
    captured_callbacks(ACL_CALLBACK_BLOCK);
    captured_callbacks(ACL_CALLBACK_NO_BLOCK);
    late_callbacks();
    processing_alone();
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
