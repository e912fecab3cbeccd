#include <pthread.h>

#include "device.h"

namespace {

aclrtStream waiting = nullptr;

void count(void *calls)
{
    ++*static_cast<int *>(calls);
}

void synchronize(void *stream)
{
    aclrtSynchronizeStream(*static_cast<aclrtStream *>(stream)); //! S208
}

} // namespace

int main()
{
    const Device device;
    int calls = 0;
    void *block = nullptr;
    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclrtCreateStream(&waiting);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);

    // The function waits for `waiting`, that for the event, and the event comes after the function.
    aclrtLaunchHostFunc(device.stream, synchronize, &waiting);
    aclrtRecordEvent(event, device.stream);
    aclrtStreamWaitEvent(waiting, event);
    aclrtMemsetAsync(block, 64, 0, 64, waiting);
    aclrtSynchronizeStream(device.stream);
    aclrtSynchronizeStream(waiting);

    // The only thread that could process the callback waits for it.
    aclrtSubscribeReport(pthread_self(), waiting);
    aclrtLaunchCallback(count, &calls, ACL_CALLBACK_BLOCK, waiting);
    aclrtSynchronizeStream(waiting); //! S208
    aclrtProcessReport(-1);
    aclrtUnSubscribeReport(pthread_self(), waiting);

    aclrtDestroyStream(waiting);
    aclrtDestroyEvent(event);
    aclrtFree(block);
    return 0;
}
