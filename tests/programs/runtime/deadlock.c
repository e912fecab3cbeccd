/* Waits that could never end: they answer an error instead. */
#include <pthread.h>
#include <stdio.h>

#include "acl/acl.h"
#include "../check.h"

static aclrtStream first, second;
static int calls;

static void synchronize_second(void *unused)
{
    (void)unused;
    calls++;
    EXPECT(aclrtSynchronizeStream(second), 507046);
}

static void destroy_second(void *unused)
{
    (void)unused;
    calls++;
    EXPECT(aclrtDestroyStream(second), 507046);
}

static void count(void *unused)
{
    (void)unused;
    calls++;
}

/* A function in `first` waits for `second`, which waits for an event that comes after the function. */
static void a_host_function_that_waits(aclrtHostFunc function)
{
    aclrtEvent event;
    EXPECT_OK(aclrtCreateEvent(&event));
    EXPECT_OK(aclrtLaunchHostFunc(first, function, NULL));
    EXPECT_OK(aclrtRecordEvent(event, first));
    EXPECT_OK(aclrtStreamWaitEvent(second, event));
    EXPECT_OK(aclrtSynchronizeStream(first));
    EXPECT_OK(aclrtSynchronizeStream(second));
    EXPECT_OK(aclrtDestroyEvent(event));
}

/* The thread that should process a callback waits for it. */
static void a_thread_that_waits_for_itself(void)
{
    aclrtEvent event;
    uint64_t self = (uint64_t)pthread_self();
    EXPECT_OK(aclrtCreateEvent(&event));
    EXPECT_OK(aclrtSubscribeReport(self, first));
    EXPECT_OK(aclrtLaunchCallback(count, NULL, ACL_CALLBACK_BLOCK, first));
    EXPECT_OK(aclrtRecordEvent(event, first));
    EXPECT(aclrtSynchronizeStream(first), 507046);
    EXPECT(aclrtSynchronizeEvent(event), 507046);
    EXPECT(aclrtSynchronizeStreamWithTimeout(first, 5), 507046);
    EXPECT_TRUE(strstr(aclGetRecentErrMsg(), "did not complete within 5 ms") != NULL);
    EXPECT(aclrtSynchronizeDevice(), 507046);
    EXPECT_TRUE(strstr(aclGetRecentErrMsg(), "A deadlock: this call would wait for ever") != NULL);
    EXPECT_OK(aclrtProcessReport(-1));
    EXPECT_OK(aclrtSynchronizeStream(first));
    EXPECT_OK(aclrtUnSubscribeReport(self, first));
    EXPECT_OK(aclrtDestroyEvent(event));
}

int main(void)
{
    EXPECT_OK(aclInit(NULL));
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&first));
    EXPECT_OK(aclrtCreateStream(&second));
    a_host_function_that_waits(synchronize_second);
    a_host_function_that_waits(destroy_second);
    EXPECT(calls, 2);
    EXPECT_OK(aclrtDestroyStream(first));
    EXPECT_OK(aclrtCreateStream(&first));
    a_thread_that_waits_for_itself();
    EXPECT(calls, 3);
    EXPECT_OK(aclrtDestroyStream(second));
    EXPECT_OK(aclrtDestroyStream(first));
    EXPECT_OK(aclrtResetDevice(0));
    EXPECT_OK(aclFinalize());
    return check_result();
}
