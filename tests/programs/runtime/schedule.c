/* What a program sees before it synchronises: under "deferred" nothing has happened, under "eager" everything. */
#include "../check.h"

enum { SIZE = 64 };

int main(int count, char **arguments)
{
    char *device, *pinned, *landing, back[SIZE];
    aclrtStream stream, second;
    aclrtEvent event;
    int eager = count > 1 && strcmp(arguments[1], "eager") == 0;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateStream(&second));
    EXPECT_OK(aclrtCreateEvent(&event));
    EXPECT_OK(aclrtMalloc((void **)&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMallocHost((void **)&pinned, SIZE));
    EXPECT_OK(aclrtMallocHost((void **)&landing, SIZE));
    EXPECT_OK(aclrtMemset(device, SIZE, 1, SIZE));

    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 2, SIZE, stream));
    EXPECT_OK(aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST)); /* does not wait for streams */
    EXPECT_TRUE(is_filled(back, eager ? 2 : 1, SIZE));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_OK(aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(back, 2, SIZE));

    /* Copies of pinned memory are asynchronous: they read it when they run, and it has not arrived before. */
    memset(pinned, 3, SIZE);
    EXPECT_OK(aclrtMemcpyAsync(device, SIZE, pinned, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream));
    memset(pinned, 4, SIZE);
    EXPECT_OK(aclrtMemcpyAsync(landing, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, stream));
    EXPECT_TRUE(is_filled(landing, eager ? 3 : 0, SIZE));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_TRUE(is_filled(landing, eager ? 3 : 4, SIZE));

    /* Without an event, a synchronise brings on its own stream only; the event brings on the other. */
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 5, SIZE, stream));
    EXPECT_OK(aclrtRecordEvent(event, stream));
    EXPECT_OK(aclrtMemcpyAsync(landing, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, second));
    EXPECT_OK(aclrtSynchronizeStream(second));
    EXPECT_TRUE(is_filled(landing, eager ? 5 : 4, SIZE));
    EXPECT_OK(aclrtStreamWaitEvent(second, event));
    EXPECT_OK(aclrtMemcpyAsync(landing, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, second));
    EXPECT_OK(aclrtSynchronizeStream(second));
    EXPECT_TRUE(is_filled(landing, 5, SIZE));

    /* The host waits for an event up to its record, not for what is behind it. */
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 6, SIZE, stream));
    EXPECT_OK(aclrtRecordEvent(event, stream));
    EXPECT_OK(aclrtMemsetAsync(device, SIZE, 7, SIZE, stream));
    EXPECT_OK(aclrtSynchronizeEvent(event));
    EXPECT_OK(aclrtMemcpy(back, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(is_filled(back, eager ? 7 : 6, SIZE));
    EXPECT_OK(aclrtFreeHost(pinned));
    EXPECT_OK(aclrtFreeHost(landing));
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
