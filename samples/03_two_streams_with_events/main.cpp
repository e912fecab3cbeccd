// A pipeline over two streams: one carries chunks of data to the device, the other carries them back.
//
// Work on one stream runs in the order it was queued; between streams, and between a stream and the host,
// there is no order except the one asked for. Chunks take turns in two slots, and each slot's two events are
// all that keeps the streams from overwriting data that is still wanted:
//
//   upload:    wait drained, host -> device, record filled
//   download:  wait filled, device -> host, record drained, add up on the host

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "acl/acl.h"

namespace {

const int32_t deviceId = 0;
const int32_t chunks = 6;
const int32_t slots = 2;
const int32_t count = 256; // elements in a chunk
const size_t size = count * sizeof(int32_t);

void check(int status, const char *call)
{
    if (status != ACL_SUCCESS) {
        const char *reason = aclGetRecentErrMsg(); // null when the library has nothing to add
        throw std::runtime_error(std::string(call) + " returned " + std::to_string(status) + "\n" +
                                 (reason != nullptr ? reason : ""));
    }
}
#define CHECK(call) check((call), #call)

// Destructors cannot throw: a release that fails is counted, and main() makes the count its exit status.
int failedReleases = 0;

template <aclError (*release)(void *)>
struct Releaser {
    void operator()(void *object) const
    {
        failedReleases += release(object) != ACL_SUCCESS;
    }
};
using DeviceMemory = std::unique_ptr<void, Releaser<aclrtFree>>;
using HostMemory = std::unique_ptr<void, Releaser<aclrtFreeHost>>;
using Stream = std::unique_ptr<void, Releaser<aclrtDestroyStream>>;
using Event = std::unique_ptr<void, Releaser<aclrtDestroyEvent>>;

DeviceMemory allocateOnDevice()
{
    void *address = nullptr;
    CHECK(aclrtMalloc(&address, size, ACL_MEM_MALLOC_HUGE_FIRST));
    return DeviceMemory(address);
}

// Pinned: the device reaches it without the host's help, so copies from and to it can really be asynchronous.
HostMemory allocateOnHost()
{
    void *address = nullptr;
    CHECK(aclrtMallocHost(&address, size));
    return HostMemory(address);
}

Stream createStream()
{
    aclrtStream stream = nullptr;
    CHECK(aclrtCreateStream(&stream));
    return Stream(stream);
}

Event createEvent(uint32_t use)
{
    aclrtEvent event = nullptr;
    CHECK(aclrtCreateEventExWithFlag(&event, use));
    return Event(event);
}

// Streams wait for both events, and the host polls `filled` as well. An event that was never recorded counts
// as complete, so that the first chunk in a slot finds nothing to wait for.
struct Slot {
    HostMemory source = allocateOnHost();
    DeviceMemory device = allocateOnDevice();
    HostMemory result = allocateOnHost();
    Event filled = createEvent(ACL_EVENT_SYNC | ACL_EVENT_CAPTURE_STREAM_PROGRESS);
    Event drained = createEvent(ACL_EVENT_SYNC);
};

struct Sum {
    const int32_t *values;
    int32_t total;
};

// Queued like any other work of a stream, but run on the host. It must not call ACL itself.
void addUp(void *argument)
{
    Sum *sum = static_cast<Sum *>(argument);
    for (int32_t i = 0; i < count; ++i) {
        sum->total += sum->values[i];
    }
}

// For a host with other things to do in between; one that has none calls aclrtSynchronizeEvent and sleeps.
void pollUntilComplete(const Event &event)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    aclrtEventRecordedStatus status = ACL_EVENT_RECORDED_STATUS_NOT_READY;
    do {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("the event did not complete within 10 seconds");
        }
        std::this_thread::yield();
        CHECK(aclrtQueryEventStatus(event.get(), &status));
    } while (status != ACL_EVENT_RECORDED_STATUS_COMPLETE);
}

void produce(int32_t chunk, const Slot &slot, const Stream &upload)
{
    pollUntilComplete(slot.filled); // the previous chunk has left `source`
    int32_t *source = static_cast<int32_t *>(slot.source.get());
    for (int32_t i = 0; i < count; ++i) {
        source[i] = 1000 * chunk + i;
    }
    CHECK(aclrtStreamWaitEvent(upload.get(), slot.drained.get())); // ... and will have left `device`
    CHECK(aclrtMemcpyAsync(slot.device.get(), size, source, size, ACL_MEMCPY_HOST_TO_DEVICE, upload.get()));
    CHECK(aclrtRecordEvent(slot.filled.get(), upload.get()));
}

void consume(const Slot &slot, const Stream &download, Sum *sum)
{
    void *result = slot.result.get();
    CHECK(aclrtStreamWaitEvent(download.get(), slot.filled.get()));
    CHECK(aclrtMemcpyAsync(result, size, slot.device.get(), size, ACL_MEMCPY_DEVICE_TO_HOST, download.get()));
    CHECK(aclrtRecordEvent(slot.drained.get(), download.get()));
    *sum = {static_cast<const int32_t *>(result), 0};
    CHECK(aclrtLaunchHostFunc(download.get(), addUp, sum)); // the next copy on this stream waits for it
}

void printSums(const std::array<Sum, chunks> &sums)
{
    for (int32_t chunk = 0; chunk < chunks; ++chunk) {
        std::printf("chunk %d: sum %d\n", chunk, sums[chunk].total);
        if (sums[chunk].total != count * 1000 * chunk + count * (count - 1) / 2) {
            throw std::runtime_error("that is not the sum of what was sent");
        }
    }
}

void run()
{
    const std::array<Slot, slots> ring{};
    std::array<Sum, chunks> sums{};
    const Event start = createEvent(ACL_EVENT_TIME_LINE);
    const Event end = createEvent(ACL_EVENT_TIME_LINE);
    // Created last, so destroyed first: destroying a stream waits for its work, which uses everything above.
    const Stream upload = createStream();
    const Stream download = createStream();

    CHECK(aclrtRecordEvent(start.get(), upload.get()));
    for (int32_t chunk = 0; chunk < chunks; ++chunk) {
        const Slot &slot = ring[chunk % slots];
        produce(chunk, slot, upload);
        consume(slot, download, &sums[chunk]);
    }
    CHECK(aclrtRecordEvent(end.get(), download.get()));
    CHECK(aclrtSynchronizeStream(download.get())); // and with it upload, whose last record it waited for
    printSums(sums);

    float milliseconds = -1;
    CHECK(aclrtEventElapsedTime(&milliseconds, start.get(), end.get()));
    if (!(milliseconds >= 0)) {
        throw std::runtime_error("the pipeline ended before it started");
    }
    std::printf("elapsed time is non-negative\n");
}

} // namespace

int main()
{
    try {
        CHECK(aclInit(nullptr));
        CHECK(aclrtSetDevice(deviceId));
        run(); // whatever it creates is gone again when it returns
        CHECK(aclrtResetDevice(deviceId));
        CHECK(aclFinalize());
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return EXIT_FAILURE;
    }
    return failedReleases == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
