/* Bad input: every handle parameter gets values that are nobody's handle, and handles of every other kind. */
#include "../check.h"

static unsigned long long state = 88172645463325252ull;

static void *random_handle(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (void *)(uintptr_t)(state >> state % 40);
}

static aclrtStream stream;
static aclrtEvent event;
static void *memory;

/* None of these calls may succeed, crash, or blame the simulator. */
static void refuse_everywhere(void *bad)
{
    char bytes[8] = {0};
    aclrtStreamStatus stream_status;
    aclrtEventRecordedStatus status;
    aclmdlRI model;
    aclmdlRICaptureStatus capture;
    float ms;
    uint64_t stamp;
    const aclError answers[] = {
        aclrtSetCurrentContext(bad),
        aclrtDestroyContext(bad),
        aclrtSynchronizeStream(bad),
        aclrtSynchronizeStreamWithTimeout(bad, 1),
        aclrtDestroyStream(bad),
        aclrtDestroyStreamForce(bad),
        aclrtStreamQuery(bad, &stream_status),
        aclrtStreamAbort(bad),
        aclrtRecordEvent(bad, stream),
        aclrtRecordEvent(event, bad),
        aclrtStreamWaitEvent(bad, event),
        aclrtStreamWaitEvent(stream, bad),
        aclrtResetEvent(bad, stream),
        aclrtDestroyEvent(bad),
        aclrtSynchronizeEvent(bad),
        aclrtQueryEventStatus(bad, &status),
        aclrtEventElapsedTime(&ms, bad, bad),
        aclrtEventGetTimestamp(bad, &stamp),
        aclrtMemcpyAsync(memory, 8, bytes, 8, ACL_MEMCPY_HOST_TO_DEVICE, bad),
        aclrtMemsetAsync(memory, 8, 0, 8, bad),
        aclmdlRICaptureBegin(bad, ACL_MODEL_RI_CAPTURE_MODE_RELAXED),
        aclmdlRICaptureEnd(bad, &model),
        aclmdlRICaptureGetInfo(bad, &capture, &model),
        aclmdlRIExecuteAsync(bad, stream),
        aclmdlRIExecute(bad, -1),
        aclmdlRIDestroy(bad),
        aclrtSubscribeReport(1, bad),
        aclrtUnSubscribeReport(1, bad),
        aclrtFree(bad),
        aclrtFreeHost(bad),
        aclrtHostUnregister(bad),
        aclrtFreePhysical(bad),
        aclrtReleaseMemAddress(bad),
        aclrtUnmapMem(bad),
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        if (answers[i] != ACL_SUCCESS && answers[i] != ACL_ERROR_INTERNAL_ERROR) continue;
        fprintf(stderr, "call %zu with %p:\n", i, bad);
        EXPECT(answers[i], ACL_ERROR_RT_INVALID_HANDLE);
    }
}

int main(void)
{
    void *pinned;
    char local[8];
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateEvent(&event));
    EXPECT_OK(aclrtMalloc(&memory, 100, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocHost(&pinned, 100));
    for (size_t i = 0; i < STRANGE_HANDLES; i++) refuse_everywhere(strange(i));
    for (int i = 0; i < 100; i++) {
        void *bad = random_handle();
        if (bad != NULL) refuse_everywhere(bad);
    }
    refuse_everywhere(local);
    refuse_everywhere((char *)memory + 3);
    refuse_everywhere((char *)pinned + 3);
    refuse_everywhere((char *)stream + 1);
    refuse_everywhere((char *)event + 0x10000);
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtFree(memory));
    EXPECT_OK(aclrtFreeHost(pinned));
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
