/* Events of several processes: this program starts itself again, and the two wait for each other. */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../check.h"

static const char *self;
static aclrtStream stream;

/* Starts this program as the other process and gives it a handle; `word` reads and writes one byte. */
static pid_t start(const char *role, const aclrtIpcEventHandle *handle, int *to, int *from)
{
    int down[2], up[2];
    EXPECT(pipe(down) | pipe(up), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(down[0], 3);
        dup2(up[1], 4);
        execl(self, self, role, (char *)NULL);
        _exit(9);
    }
    close(down[0]);
    close(up[1]);
    *to = down[1], *from = up[0];
    EXPECT(write(*to, handle, sizeof *handle), (long long)sizeof *handle);
    return child;
}

static void tell(int to)
{
    EXPECT(write(to, "x", 1), 1);
}

static void hear(int from)
{
    char byte;
    EXPECT(read(from, &byte, 1), 1);
}

static void end(pid_t child, int to, int from)
{
    int status = 1;
    EXPECT(waitpid(child, &status, 0), child);
    EXPECT(status, 0);
    close(to);
    close(from);
}

static aclrtEvent opened(void)
{
    aclrtIpcEventHandle handle;
    aclrtEvent event = NULL;
    EXPECT(read(3, &handle, sizeof handle), (long long)sizeof handle);
    EXPECT_OK(aclrtIpcOpenEventHandle(handle, &event));
    return event;
}

/* Waits for what the parent records: the host, and a stream. */
static void waiting(void)
{
    aclrtEvent event = opened();
    aclrtEventRecordedStatus status;
    EXPECT_OK(aclrtQueryEventStatus(event, &status));
    EXPECT(status, ACL_EVENT_RECORDED_STATUS_COMPLETE); /* never recorded */
    EXPECT_OK(aclrtStreamWaitEvent(stream, event));     /* so that nothing is to wait for */
    EXPECT_OK(aclrtSynchronizeStream(stream));
    tell(4);
    hear(3); /* recorded, and kept from being reached */
    EXPECT_OK(aclrtQueryEventStatus(event, &status));
    EXPECT(status, ACL_EVENT_RECORDED_STATUS_NOT_READY);
    EXPECT(aclrtSynchronizeEventWithTimeout(event, 20), ACL_ERROR_RT_EVENT_SYNC_TIMEOUT);
    EXPECT_OK(aclrtStreamWaitEvent(stream, event));
    EXPECT(aclrtSynchronizeStreamWithTimeout(stream, 20), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT);
    tell(4);
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_OK(aclrtSynchronizeEvent(event));
    EXPECT_OK(aclrtQueryEventStatus(event, &status));
    EXPECT(status, ACL_EVENT_RECORDED_STATUS_COMPLETE);
    EXPECT_OK(aclrtDestroyEvent(event));
}

/* Records, for the parent. */
static void recording(void)
{
    aclrtEvent event = opened();
    EXPECT_OK(aclrtRecordEvent(event, stream)); /* nobody here waits for it */
    tell(4);
    hear(3);
    EXPECT_OK(aclrtDestroyEvent(event));
}

static void parent_records(void)
{
    aclrtEvent event, hold;
    aclrtIpcEventHandle handle;
    aclrtStream other;
    int to, from;
    EXPECT_OK(aclrtCreateStream(&other));
    EXPECT_OK(aclrtCreateEventExWithFlag(&event, ACL_EVENT_IPC));
    EXPECT_OK(aclrtCreateEventWithFlag(&hold, ACL_EVENT_EXTERNAL));
    EXPECT_OK(aclrtIpcGetEventHandle(event, &handle));
    pid_t child = start("waiting", &handle, &to, &from);
    hear(from);
    EXPECT_OK(aclrtStreamWaitEvent(stream, hold));
    EXPECT_OK(aclrtRecordEvent(event, stream));
    tell(to);
    hear(from);
    EXPECT_OK(aclrtRecordEvent(hold, other));
    EXPECT_OK(aclrtSynchronizeEvent(event));
    end(child, to, from);
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtDestroyEvent(hold));
    EXPECT_OK(aclrtDestroyStream(other));
}

static void child_records(void)
{
    aclrtEvent event;
    aclrtIpcEventHandle handle;
    aclrtEventRecordedStatus status;
    int to, from;
    EXPECT_OK(aclrtCreateEventExWithFlag(&event, ACL_EVENT_IPC));
    EXPECT_OK(aclrtRecordEvent(event, stream)); /* an earlier record of this process */
    EXPECT_OK(aclrtIpcGetEventHandle(event, &handle));
    pid_t child = start("recording", &handle, &to, &from);
    hear(from);
    EXPECT_OK(aclrtStreamWaitEvent(stream, event));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_OK(aclrtSynchronizeEvent(event));
    EXPECT_OK(aclrtQueryEventStatus(event, &status));
    EXPECT(status, ACL_EVENT_RECORDED_STATUS_COMPLETE);
    tell(to);
    end(child, to, from);
    EXPECT_OK(aclrtDestroyEvent(event));
}

static void refusals(void)
{
    aclrtEvent event, copy;
    aclrtIpcEventHandle handle, wrong = {"/proc/self/exe"};
    EXPECT_OK(aclrtCreateEventExWithFlag(&event, ACL_EVENT_SYNC));
    EXPECT(aclrtIpcGetEventHandle(event, &handle), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT_OK(aclrtCreateEventExWithFlag(&event, ACL_EVENT_IPC));
    EXPECT(aclrtIpcGetEventHandle(NULL, &handle), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtIpcGetEventHandle(event, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtIpcGetEventHandle(event, &handle));
    EXPECT(aclrtIpcOpenEventHandle(handle, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtIpcOpenEventHandle(wrong, &copy), ACL_ERROR_RT_PARAM_INVALID);
    memset(&wrong, 0, sizeof wrong);
    EXPECT(aclrtIpcOpenEventHandle(wrong, &copy), ACL_ERROR_RT_PARAM_INVALID);
    memset(&wrong, 'a', sizeof wrong);
    EXPECT(aclrtIpcOpenEventHandle(wrong, &copy), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT_OK(aclrtIpcOpenEventHandle(handle, &copy)); /* in the same process */
    EXPECT_OK(aclrtRecordEvent(event, stream));
    EXPECT_OK(aclrtSynchronizeEvent(copy));
    EXPECT_OK(aclrtDestroyEvent(copy));
    EXPECT_OK(aclrtDestroyEvent(event));
    EXPECT(aclrtIpcGetEventHandle(event, &handle), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT(aclrtIpcOpenEventHandle(handle, &copy), ACL_ERROR_RT_PARAM_INVALID); /* it is gone */
}

int main(int argc, char **argv)
{
    self = argv[0];
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&stream));
    if (argc > 1 && strcmp(argv[1], "waiting") == 0) {
        waiting();
    } else if (argc > 1 && strcmp(argv[1], "recording") == 0) {
        recording();
    } else {
        refusals();
        parent_records();
        child_records();
    }
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
