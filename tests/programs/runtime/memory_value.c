/* Streams that write numbers to device memory, and streams that wait for them. */
#include "../check.h"

enum { TIMEOUT = 20 };

static uint64_t *word;
static aclrtStream writer, waiter;

static uint64_t held(void)
{
    uint64_t value = 0;
    EXPECT_OK(aclrtMemcpy(&value, sizeof value, word, sizeof value, ACL_MEMCPY_DEVICE_TO_HOST));
    return value;
}

/* A wait for `value` goes on when memory holds `good`, and not while it holds `bad`. */
static void condition(uint32_t flag, uint64_t value, uint64_t bad, uint64_t good)
{
    EXPECT_OK(aclrtValueWrite(word, bad, 0, writer));
    EXPECT_OK(aclrtSynchronizeStream(writer));
    EXPECT(held(), bad);
    EXPECT_OK(aclrtValueWait(word, value, flag, waiter));
    EXPECT(aclrtSynchronizeStreamWithTimeout(waiter, TIMEOUT), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT);
    EXPECT_OK(aclrtValueWrite(word, good, 0, writer));
    EXPECT_OK(aclrtSynchronizeStream(waiter)); /* brings the writer on */
    EXPECT(held(), good);
}

static void refusals(void)
{
    char host[16] = {0};
    EXPECT(aclrtValueWrite(NULL, 1, 0, writer), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtValueWait(NULL, 1, 0, writer), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtValueWrite(word, 1, 1, writer), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtValueWait(word, 1, 4, writer), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtValueWrite(host, 1, 0, writer), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtValueWait(host, 1, 0, writer), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtValueWrite((char *)word + 4, 1, 0, writer), ACL_ERROR_RT_PARAM_INVALID);
    EXPECT(aclrtValueWrite((char *)word + (64 << 20), 1, 0, writer), ACL_ERROR_RT_PARAM_INVALID);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclrtValueWrite(word, 1, 0, strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclrtValueWait(word, 1, 0, strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
    }
}

/* Two streams that hand a number back and forth. */
static void ping_pong(void)
{
    EXPECT_OK(aclrtValueWrite(word, 0, 0, writer));
    for (uint64_t i = 0; i < 20; i += 2) {
        EXPECT_OK(aclrtValueWait(word, i, ACL_STREAM_WAIT_VALUE_EQ, writer));
        EXPECT_OK(aclrtValueWrite(word, i + 1, 0, writer));
        EXPECT_OK(aclrtValueWait(word, i + 1, ACL_STREAM_WAIT_VALUE_EQ, waiter));
        EXPECT_OK(aclrtValueWrite(word, i + 2, 0, waiter));
    }
    EXPECT_OK(aclrtSynchronizeStream(waiter));
    EXPECT(held(), 20);
}

/* Two streams that wait for each other are both stuck; the host can free them. */
static void freed_by_the_host(void)
{
    const uint64_t value = 7;
    EXPECT_OK(aclrtValueWait(word, value, ACL_STREAM_WAIT_VALUE_EQ, writer));
    EXPECT_OK(aclrtValueWait(word, value, ACL_STREAM_WAIT_VALUE_EQ, waiter));
    EXPECT(aclrtSynchronizeStreamWithTimeout(waiter, TIMEOUT), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT);
    EXPECT_OK(aclrtMemcpy(word, sizeof *word, &value, sizeof value, ACL_MEMCPY_HOST_TO_DEVICE));
    EXPECT_OK(aclrtSynchronizeStream(waiter));
    EXPECT_OK(aclrtSynchronizeStream(writer));
}

int main(void)
{
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&writer));
    EXPECT_OK(aclrtCreateStream(&waiter));
    EXPECT_OK(aclrtMalloc((void **)&word, sizeof *word, ACL_MEM_MALLOC_HUGE_FIRST));
    refusals();
    condition(ACL_STREAM_WAIT_VALUE_GEQ, 5, 4, 6);
    condition(ACL_STREAM_WAIT_VALUE_GEQ, 1, UINT64_MAX, 1); /* the difference counts as signed */
    condition(ACL_STREAM_WAIT_VALUE_GEQ, UINT64_MAX, UINT64_MAX - 1, 2);
    condition(ACL_STREAM_WAIT_VALUE_EQ, UINT64_MAX, 0, UINT64_MAX);
    condition(ACL_STREAM_WAIT_VALUE_AND, 6, 9, 4);
    condition(ACL_STREAM_WAIT_VALUE_NOR, 0xFFFF, ~UINT64_C(0xFF), 0x10000);
    ping_pong();
    freed_by_the_host();
    EXPECT_OK(aclrtFree(word));
    EXPECT_OK(aclrtDestroyStream(waiter));
    EXPECT_OK(aclrtDestroyStream(writer));
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
