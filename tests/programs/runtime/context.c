/* Context management: current contexts, one per thread. */
#include <pthread.h>

#include "../check.h"

static void refusals(void)
{
    aclrtContext context = NULL;
    aclrtStream stream = NULL;
    EXPECT(aclrtCreateContext(NULL, 0), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtCreateContext(&context, -1), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtCreateContext(&context, 2), ACL_ERROR_RT_INVALID_DEVICEID);
    EXPECT(aclrtDestroyContext(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtSetCurrentContext(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetCurrentContext(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetCurrentContext(&context), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtCtxGetCurrentDefaultStream(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtCtxGetCurrentDefaultStream(&stream), ACL_ERROR_RT_CONTEXT_NULL);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtSetCurrentContext(strange(i)), ACL_ERROR_RT_PARAM_INVALID);
        EXPECT(aclrtDestroyContext(strange(i)), ACL_ERROR_RT_CONTEXT_NULL);
    }
}

static void life(void)
{
    aclrtContext context, current = NULL, primary;
    aclrtStream stream;
    int32_t device = -1;
    EXPECT_OK(aclrtCreateContext(&context, 1));
    EXPECT_OK(aclrtGetCurrentContext(&current)); /* a new context is current */
    EXPECT_TRUE(current == context);
    EXPECT_OK(aclrtGetDevice(&device));
    EXPECT(device, 1);
    EXPECT_OK(aclrtCreateStream(&stream));

    EXPECT_OK(aclrtSetDevice(0)); /* replaces it by the primary context */
    EXPECT_OK(aclrtGetCurrentContext(&primary));
    EXPECT_TRUE(primary != context);
    EXPECT_OK(aclrtGetDevice(&device));
    EXPECT(device, 0);
    EXPECT(aclrtDestroyContext(primary), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtSetCurrentContext(stream), ACL_ERROR_RT_PARAM_INVALID);

    EXPECT_OK(aclrtSetCurrentContext(context)); /* switches the device, too */
    EXPECT_OK(aclrtGetDevice(&device));
    EXPECT(device, 1);
    EXPECT_OK(aclrtDestroyContext(context));
    EXPECT(aclrtDestroyContext(context), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT(aclrtSetCurrentContext(context), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtGetDevice(&device), ACL_ERROR_RT_CONTEXT_NULL); /* the current one has gone */
    EXPECT_OK(aclrtSetCurrentContext(primary));
    EXPECT(aclrtSynchronizeStream(stream), ACL_ERROR_RT_INVALID_HANDLE);
    EXPECT_OK(aclrtResetDevice(0));
}

static void default_streams(void)
{
    aclrtContext first, second;
    aclrtStream of_first, of_second, again;
    EXPECT_OK(aclrtCreateContext(&first, 0));
    EXPECT_OK(aclrtCtxGetCurrentDefaultStream(&of_first));
    EXPECT_OK(aclrtCreateContext(&second, 0));
    EXPECT_OK(aclrtCtxGetCurrentDefaultStream(&of_second));
    EXPECT_TRUE(of_first != of_second);
    EXPECT_OK(aclrtSetCurrentContext(first));
    EXPECT_OK(aclrtCtxGetCurrentDefaultStream(&again));
    EXPECT_TRUE(again == of_first);
    EXPECT_OK(aclrtDestroyContext(first));
    EXPECT_OK(aclrtDestroyContext(second));
}

static aclrtContext shared;

static void *in_another_thread(void *unused)
{
    aclrtContext current = NULL;
    int32_t device = -1;
    EXPECT(aclrtGetCurrentContext(&current), ACL_ERROR_RT_CONTEXT_NULL); /* threads start without one */
    EXPECT(aclrtGetDevice(&device), ACL_ERROR_RT_CONTEXT_NULL);
    EXPECT_OK(aclrtSetCurrentContext(shared));
    EXPECT_OK(aclrtGetDevice(&device));
    EXPECT(device, 1);
    EXPECT_OK(aclrtSetDevice(0)); /* this thread's affair */
    EXPECT_OK(aclrtGetDevice(&device));
    EXPECT(device, 0);
    return unused;
}

static void threads(void)
{
    pthread_t other;
    int32_t device = -1;
    EXPECT_OK(aclrtCreateContext(&shared, 1));
    EXPECT(pthread_create(&other, NULL, in_another_thread, NULL), 0);
    pthread_join(other, NULL);
    EXPECT_OK(aclrtGetDevice(&device));
    EXPECT(device, 1);
    EXPECT_OK(aclrtDestroyContext(shared));
    EXPECT_OK(aclrtResetDevice(0));
}

int main(void)
{
    refusals();
    life();
    default_streams();
    threads();
    return check_result();
}
