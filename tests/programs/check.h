/* What the test programs share: expectations that go on after a failure, so that one run shows them all. */
#ifndef ACL_SIM_TESTS_CHECK_H
#define ACL_SIM_TESTS_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "acl/acl.h"

static int check_failures;

static inline void check_equal(const char *file, int line, const char *what, long long got, long long wanted)
{
    if (got == wanted) return;
    __sync_fetch_and_add(&check_failures, 1);
    fprintf(stderr, "%s:%d: %s: got %lld, wanted %lld\n", file, line, what, got, wanted);
    const char *reason = aclGetRecentErrMsg();
    if (reason != NULL) fprintf(stderr, "    %s", reason);
}

/* A call and the status (or number) that it must answer. */
#define EXPECT(call, wanted) check_equal(__FILE__, __LINE__, #call, (long long)(call), (long long)(wanted))
#define EXPECT_TRUE(condition) EXPECT(!!(condition), 1)
#define EXPECT_OK(call) EXPECT(call, ACL_SUCCESS)

/* The exit status of main. */
static inline int check_result(void)
{
    if (check_failures != 0) fprintf(stderr, "%d expectations failed\n", check_failures);
    return check_failures != 0;
}

/* Whether `size` bytes are all `value`. */
static inline int is_filled(const void *bytes, int value, size_t size)
{
    const unsigned char *at = (const unsigned char *)bytes;
    for (size_t i = 0; i < size; i++)
        if (at[i] != (unsigned char)value) return 0;
    return 1;
}

/* Values that are nobody's handle, small ones and such as look like addresses. */
static void *const strange_handles[] = {
    (void *)1, (void *)8, (void *)0x5AC100000001, (void *)0x6DEADBEEF008, (void *)0xDEADBEEFDEADBEEF, (void *)-1,
};
enum { STRANGE_HANDLES = sizeof strange_handles / sizeof strange_handles[0] };

static inline void *strange(size_t index)
{
    return strange_handles[index % STRANGE_HANDLES];
}

#endif
