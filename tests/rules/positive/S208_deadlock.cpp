#include <pthread.h>

#include <atomic>
#include <thread>

#include "device.h"

namespace {

void count(void *calls)
{
    ++*static_cast<std::atomic<int> *>(calls);
}

} // namespace

int main()
{
    const Device device;
    std::atomic<int> calls{0};
    std::atomic<bool> ended{false};
    aclrtContext context = nullptr;
    aclrtStream waiting = nullptr;
    aclrtEvent event = nullptr;
    aclrtGetCurrentContext(&context);
    aclrtCreateEvent(&event);
    aclrtCreateStream(&waiting);

    aclrtLaunchHostFunc(device.stream, count, &calls);
    aclrtRecordEvent(event, device.stream);
    aclrtStreamWaitEvent(waiting, event);
    aclrtSynchronizeStream(waiting);

    std::thread reports([&] { // a thread of its own
        aclrtSetCurrentContext(context);
        while (!ended) {
            aclrtProcessReport(10);
        }
    });
    const uint64_t thread = reports.native_handle();
    aclrtSubscribeReport(thread, waiting);
    aclrtLaunchCallback(count, &calls, ACL_CALLBACK_BLOCK, waiting);
    aclrtSynchronizeStream(waiting);
    aclrtUnSubscribeReport(thread, waiting);
    ended = true;
    reports.join();

    aclrtDestroyStream(waiting);
    aclrtDestroyEvent(event);
    return calls == 2 ? 0 : 1;
}
