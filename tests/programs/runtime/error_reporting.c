/* Exception handling: the last error and the recent message of each thread. With "print", messages for the test. */
#include <pthread.h>

#include "../check.h"

static const char *message(void)
{
    return aclGetRecentErrMsg();
}

static void last_errors(void)
{
    void *memory;
    EXPECT(aclrtPeekAtLastError(ACL_RT_THREAD_LEVEL), ACL_SUCCESS);
    EXPECT(aclrtGetLastError((aclrtLastErrLevel)1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtPeekAtLastError((aclrtLastErrLevel)1), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtMalloc(NULL, 1, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtDeviceEnablePeerAccess(1, 1), ACL_ERROR_FEATURE_UNSUPPORTED);
    EXPECT(aclrtPeekAtLastError(ACL_RT_THREAD_LEVEL), ACL_SUCCESS); /* those never reach the runtime */
    EXPECT(aclrtSetDevice(7654321), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtPeekAtLastError(ACL_RT_THREAD_LEVEL), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtMalloc(&memory, 1, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtMalloc(NULL, 1, ACL_MEM_MALLOC_HUGE_FIRST), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtSetDevice(0)); /* neither success nor an ACL error clears it */
    EXPECT(aclrtPeekAtLastError(ACL_RT_THREAD_LEVEL), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtGetLastError(ACL_RT_THREAD_LEVEL), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtGetLastError(ACL_RT_THREAD_LEVEL), ACL_SUCCESS);
}

static void messages(void)
{
    while (message() != NULL) {
    }
    EXPECT_TRUE(message() == NULL); /* null, not empty */
    EXPECT(aclrtSetDevice(7654321), ACL_ERROR_RT_INVALID_DEVICEID);
    const char *text = message();
    EXPECT_TRUE(text != NULL && strstr(text, "deviceId") != NULL && strstr(text, "7654321") != NULL);
    EXPECT_TRUE(text != NULL && strstr(text, "TraceBack") == NULL);
    EXPECT_TRUE(message() == NULL);

    EXPECT(aclrtSetDevice(7654321), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtSetDevice(7654321), ACL_ERROR_RT_INVALID_DEVICEID); /* the same once */
    EXPECT(aclrtSetDevice(7654322), ACL_ERROR_RT_INVALID_DEVICEID);
    text = message();
    EXPECT_TRUE(text != NULL && strstr(text, "TraceBack") != NULL);
    if (text != NULL) EXPECT_TRUE(strstr(strstr(text, "7654321") + 1, "7654321") == NULL);

    for (int i = 0; i < 5000; i++) EXPECT(aclrtSetDevice(100 + i), ACL_ERROR_RT_INVALID_DEVICEID);
    text = message();
    EXPECT_TRUE(text != NULL && strlen(text) < 1000000); /* what nobody reads does not grow for ever */
}

static void *other_thread(void *unused)
{
    EXPECT_TRUE(message() == NULL);
    EXPECT(aclrtPeekAtLastError(ACL_RT_THREAD_LEVEL), ACL_SUCCESS);
    EXPECT(aclrtSynchronizeStream(NULL), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtPeekAtLastError(ACL_RT_THREAD_LEVEL), ACL_ERROR_RT_CONTEXT_NULL);
    return unused;
}

static void threads(void)
{
    pthread_t thread;
    EXPECT(aclrtSetDevice(7654321), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(pthread_create(&thread, NULL, other_thread, NULL), 0);
    pthread_join(thread, NULL);
    EXPECT(aclrtGetLastError(ACL_RT_THREAD_LEVEL), ACL_ERROR_RT_INVALID_DEVICEID);
    const char *text = message();
    EXPECT_TRUE(text != NULL && strstr(text, "7654321") != NULL && strstr(text, "aclrtSynchronizeStream") == NULL);
}

static void print(void)
{
    while (message() != NULL) {
    }
    aclrtMalloc(NULL, 1, ACL_MEM_MALLOC_HUGE_FIRST);
    fputs(message(), stdout);
    aclrtSetDevice(7654321);
    aclrtSetDevice(7654322);
    aclrtSetDevice(79);
    fputs(message(), stdout);
}

int main(int count, char **arguments)
{
    last_errors();
    messages();
    threads();
    if (count > 1 && strcmp(arguments[1], "print") == 0) print();
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
