/* Device memory, pinned host memory, and the ways to move bytes between them.
 *
 * aclrtMalloc returns an address on the device. The host passes it on but never looks through it: every byte
 * goes in and out by a copy. Each function below acquires, uses and releases what it needs, prints what it
 * saw and returns whether all of that went well.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acl/acl.h"

enum { DEVICE = 0, COUNT = 1024, SIZE = COUNT * sizeof(int32_t) };

static bool succeeded(aclError status, const char *call)
{
    if (status != ACL_SUCCESS) {
        const char *reason = aclGetRecentErrMsg(); /* NULL when the library has nothing to add */
        fprintf(stderr, "%s returned %d\n%s", call, (int)status, reason != NULL ? reason : "");
    }
    return status == ACL_SUCCESS;
}

/* Makes an ACL call; when it fails, says so and leaves for the clean-up of the surrounding function. */
#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        if (!succeeded((call), #call)) {                                                                               \
            goto cleanup;                                                                                              \
        }                                                                                                              \
    } while (0)

/* Gives an object back through the function for its kind. NULL was never acquired and needs nothing. */
static bool release(void *object, aclError (*function)(void *), const char *name)
{
    return object == NULL || succeeded(function(object), name);
}

/* Prints the outcome of one expectation and passes it on. */
static bool expect(bool holds, const char *what)
{
    printf("%s: %s\n", what, holds ? "yes" : "NO");
    return holds;
}

static void fillWithSquares(int32_t *values)
{
    for (int32_t i = 0; i < COUNT; ++i) {
        values[i] = i * i;
    }
}

/* aclrtGetMemInfo speaks of the whole device, so the figures only add up while nobody else is using it. */
static bool accounting(void)
{
    const size_t size = (size_t)64 << 20;
    size_t total = 0, before = 0, during = 0, after = 0;
    void *block = NULL;
    bool ok = false;

    CHECK(aclrtGetMemInfo(ACL_HBM_MEM, &before, &total));
    CHECK(aclrtMalloc(&block, size, ACL_MEM_MALLOC_HUGE_FIRST));
    CHECK(aclrtGetMemInfo(ACL_HBM_MEM, &during, &total));
    CHECK(aclrtFree(block));
    block = NULL;
    CHECK(aclrtGetMemInfo(ACL_HBM_MEM, &after, &total));
    ok = expect(before <= total && during + size <= before, "64 MiB more in use after aclrtMalloc");
    ok = expect(after == before, "and given back by aclrtFree") && ok;
cleanup:
    return release(block, aclrtFree, "aclrtFree") && ok;
}

/* aclrtMemset writes bytes, whatever the type of the elements. */
static bool fills(void)
{
    static uint8_t expected[SIZE], result[SIZE];
    const size_t half = SIZE / 2;
    void *device = NULL;
    bool ok = false;

    memset(expected, 0xa5, SIZE);
    memset(expected + half, 0x5a, half);
    CHECK(aclrtMalloc(&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    CHECK(aclrtMemset(device, SIZE, 0xa5, SIZE));
    /* Calculating with a device address is fine; only reading or writing through it is not. */
    CHECK(aclrtMemset((uint8_t *)device + half, half, 0x5a, half));
    CHECK(aclrtMemcpy(result, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    ok = expect(memcmp(result, expected, SIZE) == 0, "aclrtMemset filled the two halves");
cleanup:
    return release(device, aclrtFree, "aclrtFree") && ok;
}

/* aclrtMemcpy is finished when it returns, and works with any host memory. */
static bool blockingCopies(void)
{
    static int32_t source[COUNT], result[COUNT];
    void *first = NULL, *second = NULL;
    bool ok = false;

    fillWithSquares(source);
    CHECK(aclrtMalloc(&first, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    CHECK(aclrtMalloc(&second, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    CHECK(aclrtMemcpy(first, SIZE, source, SIZE, ACL_MEMCPY_HOST_TO_DEVICE));
    CHECK(aclrtMemcpy(second, SIZE, first, SIZE, ACL_MEMCPY_DEVICE_TO_DEVICE));
    CHECK(aclrtMemcpy(result, SIZE, second, SIZE, ACL_MEMCPY_DEVICE_TO_HOST));
    ok = expect(memcmp(result, source, SIZE) == 0, "blocking copies bring every value back");
cleanup:
    ok = release(second, aclrtFree, "aclrtFree") && ok;
    ok = release(first, aclrtFree, "aclrtFree") && ok;
    return ok;
}

/* aclrtMemcpyAsync only queues the copy, and needs pinned host memory to do so: with memory from malloc the
 * runtime waits for the stream and copies on the spot. */
static bool asynchronousCopies(void)
{
    void *source = NULL, *result = NULL, *device = NULL;
    aclrtStream stream = NULL;
    bool ok = false;

    CHECK(aclrtMallocHost(&source, SIZE));
    CHECK(aclrtMallocHost(&result, SIZE));
    CHECK(aclrtMalloc(&device, SIZE, ACL_MEM_MALLOC_HUGE_FIRST));
    CHECK(aclrtCreateStream(&stream));
    fillWithSquares(source);
    /* A stream runs its work in order, so the second copy finds what the first one wrote. */
    CHECK(aclrtMemcpyAsync(device, SIZE, source, SIZE, ACL_MEMCPY_HOST_TO_DEVICE, stream));
    CHECK(aclrtMemcpyAsync(result, SIZE, device, SIZE, ACL_MEMCPY_DEVICE_TO_HOST, stream));
    /* The host is outside that order: before this call returns it may not touch either of its buffers. */
    CHECK(aclrtSynchronizeStream(stream));
    ok = expect(memcmp(result, source, SIZE) == 0, "asynchronous copies bring every value back");
cleanup:
    /* The stream goes first: destroying it waits for its work, which uses the memory. */
    ok = release(stream, aclrtDestroyStream, "aclrtDestroyStream") && ok;
    ok = release(device, aclrtFree, "aclrtFree") && ok;
    ok = release(result, aclrtFreeHost, "aclrtFreeHost") && ok;
    ok = release(source, aclrtFreeHost, "aclrtFreeHost") && ok;
    return ok;
}

int main(void)
{
    if (!succeeded(aclInit(NULL), "aclInit")) {
        return EXIT_FAILURE;
    }
    bool ok = succeeded(aclrtSetDevice(DEVICE), "aclrtSetDevice");
    if (ok) {
        ok = accounting() && fills() && blockingCopies() && asynchronousCopies();
        ok = succeeded(aclrtResetDevice(DEVICE), "aclrtResetDevice") && ok;
    }
    ok = succeeded(aclFinalize(), "aclFinalize") && ok;
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
