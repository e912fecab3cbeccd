#include <atomic>
#include <thread>

#include "device.h"

static void nothing(void *) {}

struct Turns {
    std::atomic<bool> reached{false};
    std::atomic<bool> passed{false};
};

static void letPass(void *turns)
{
    static_cast<Turns *>(turns)->reached = true;
    while (!static_cast<Turns *>(turns)->passed) {
        std::this_thread::yield();
    }
}

// A function that runs says that all before it in its stream is over, to whichever thread hears of it.
static void hearFromHostFunction(void *block, aclrtStream stream, aclrtStream other)
{
    Turns turns;
    aclrtContext context = nullptr;
    aclrtGetCurrentContext(&context);
    std::thread waits([&] {
        aclrtSetCurrentContext(context);
        aclrtMemsetAsync(block, 64, 13, 64, stream);
        aclrtLaunchHostFunc(stream, letPass, &turns);
        aclrtSynchronizeStream(stream);
    });
    while (!turns.reached) {
        std::this_thread::yield();
    }
    aclrtMemsetAsync(block, 64, 14, 64, other);
    turns.passed = true;
    waits.join();
    aclrtSynchronizeStream(other);
}

int main()
{
    const Device device;
    aclrtStream other = nullptr;
    aclrtStream third = nullptr;
    aclrtEvent event = nullptr;
    char *block = nullptr;
    void *pinned = nullptr;
    std::vector<char> host(64);
    aclrtCreateStream(&other);
    aclrtCreateStream(&third);
    aclrtCreateEventExWithFlag(&event, ACL_EVENT_SYNC);
    aclrtMalloc(reinterpret_cast<void **>(&block), 256, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMallocHost(&pinned, 64);

    aclrtMemsetAsync(block, 64, 1, 64, device.stream);
    aclrtMemsetAsync(block + 64, 64, 1, 64, other); // beside it
    aclrtRecordEvent(event, device.stream);
    aclrtStreamWaitEvent(other, event);
    aclrtMemcpyAsync(pinned, 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, other);
    aclrtMemcpyAsync(block + 128, 64, block, 64, ACL_MEMCPY_DEVICE_TO_DEVICE, device.stream); // two may read

    aclrtRecordEvent(event, other); // the same event again: the third stream waits for both by way of one
    aclrtStreamWaitEvent(third, event);
    aclrtMemsetAsync(block + 64, 64, 4, 64, third); // after the second stream, beside what the first still reads
    aclrtSynchronizeDevice();

    aclrtMemsetAsync(block, 64, 5, 64, device.stream);
    aclrtSynchronizeStream(device.stream);
    aclrtMemsetAsync(block, 64, 6, 64, other); // the host has waited
    aclrtRecordEvent(event, other);
    aclrtEventRecordedStatus status = ACL_EVENT_RECORDED_STATUS_NOT_READY;
    while (status != ACL_EVENT_RECORDED_STATUS_COMPLETE) {
        aclrtQueryEventStatus(event, &status);
    }
    aclrtMemsetAsync(block, 64, 7, 64, third); // the host has seen it
    aclrtLaunchHostFunc(third, nothing, nullptr);
    aclrtSynchronizeStream(third);

    // Two columns of one matrix.
    aclrtMemcpy2dAsync(block, 64, block + 128, 64, 16, 2, ACL_MEMCPY_DEVICE_TO_DEVICE, device.stream);
    aclrtMemcpy2dAsync(block + 16, 64, block + 128, 64, 16, 2, ACL_MEMCPY_DEVICE_TO_DEVICE, other);
    aclrtSynchronizeDevice();

    // Memory that was freed has nothing to do with what gets the same address.
    aclrtMemsetAsync(block, 64, 8, 64, device.stream);
    aclrtFreeWithDevSync(block);
    aclrtMalloc(reinterpret_cast<void **>(&block), 256, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemsetAsync(block, 64, 9, 64, other);
    aclrtStreamAbort(other);
    aclrtMemcpyAsync(host.data(), 64, block, 64, ACL_MEMCPY_DEVICE_TO_HOST, third);

    // The streams of a capture, and two runs of it in one stream.
    aclmdlRI model = nullptr;
    aclmdlRICaptureBegin(device.stream, ACL_MODEL_RI_CAPTURE_MODE_RELAXED);
    aclrtMemsetAsync(block, 64, 10, 64, device.stream);
    aclrtRecordEvent(event, device.stream);
    aclrtStreamWaitEvent(third, event);
    aclrtMemsetAsync(block, 64, 11, 64, third);
    aclrtRecordEvent(event, third);
    aclrtStreamWaitEvent(device.stream, event);
    aclmdlRICaptureEnd(device.stream, &model);
    aclrtMemsetAsync(block, 64, 12, 64, other); // recording is not running
    aclrtSynchronizeStream(other);
    aclmdlRIExecuteAsync(model, device.stream);
    aclmdlRIExecuteAsync(model, device.stream);
    aclrtSynchronizeStream(device.stream);
    aclmdlRIDestroy(model);

    hearFromHostFunction(block, device.stream, other);

    aclrtMemsetAsync(block, 64, 15, 64, third);
    aclrtDestroyStream(third); // waits
    aclrtMemsetAsync(block, 64, 16, 64, other);

    aclrtDestroyEvent(event);
    aclrtDestroyStream(other);
    aclrtFreeHost(pinned);
    aclrtFree(block);
    return 0;
}
