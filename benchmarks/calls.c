/* Prints "name nanoseconds" for each kind of call: the least over many batches, in time of the processor, which a busy
 * machine does not change. The argument is the number of batches. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "acl/acl.h"
#include "aclnnop/aclnn_rotary_position_embedding_grad.h"

enum { BATCH = 20, ROW = 128 };

static aclrtStream stream;
static aclTensor *dy, *cosine, *sine, *dx, *none;
static void *workspace;

static void check(int failed)
{
    if (!failed) return;
    fprintf(stderr, "a call failed: %s\n", aclGetRecentErrMsg());
    exit(1);
}

static aclTensor *row_tensor(void *memory, int64_t length)
{
    const int64_t shape[4] = {1, 1, length != 0, length}, strides[4] = {length, length, length, 1};
    return aclCreateTensor(shape, 4, ACL_FLOAT, strides, 0, ACL_FORMAT_ND, shape, 4, memory);
}

__attribute__((noinline)) static void empty_function(void)
{
    __asm__ volatile("");
}

static void get_device(void)
{
    int32_t device;
    check(aclrtGetDevice(&device));
}

static void synchronize_idle(void)
{
    check(aclrtSynchronizeStream(stream));
}

static void malloc_and_free(void)
{
    void *memory;
    check(aclrtMalloc(&memory, 512, ACL_MEM_MALLOC_HUGE_FIRST));
    check(aclrtFree(memory));
}

static void create_and_destroy(void)
{
    aclTensor *tensor = row_tensor(NULL, ROW);
    check(tensor == NULL);
    check(aclDestroyTensor(tensor));
}

static void first_phase(void)
{
    uint64_t size = 0;
    aclOpExecutor *executor = NULL;
    check(
        aclnnRotaryPositionEmbeddingGradGetWorkspaceSize(dy, cosine, sine, NULL, 0, dx, none, none, &size, &executor));
    check(aclDestroyAclOpExecutor(executor));
}

static void two_phases(void)
{
    uint64_t size = 0;
    aclOpExecutor *executor = NULL;
    check(
        aclnnRotaryPositionEmbeddingGradGetWorkspaceSize(dy, cosine, sine, NULL, 0, dx, none, none, &size, &executor));
    check(aclnnRotaryPositionEmbeddingGrad(workspace, size, executor, stream));
    check(aclrtSynchronizeStream(stream));
}

static void set_up(void)
{
    void *memory[4];
    check(aclInit(NULL) || aclrtSetDevice(0) || aclrtCreateStream(&stream));
    for (int i = 0; i < 4; i++) check(aclrtMalloc(&memory[i], ROW * sizeof(float), ACL_MEM_MALLOC_HUGE_FIRST));
    check(aclrtMalloc(&workspace, 1 << 20, ACL_MEM_MALLOC_HUGE_FIRST));
    dy = row_tensor(memory[0], ROW);
    cosine = row_tensor(memory[1], ROW);
    sine = row_tensor(memory[2], ROW);
    dx = row_tensor(memory[3], ROW);
    none = row_tensor(NULL, 0);
}

static double nanoseconds(void (*call)(void))
{
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    for (int i = 0; i < BATCH; i++) call();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    return ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / BATCH;
}

int main(int argument_count, char **arguments)
{
    static const struct {
        const char *name;
        void (*call)(void);
    } calls[] = {
        {"empty C function", empty_function},
        {"aclrtGetDevice", get_device},
        {"aclrtSynchronizeStream, idle", synchronize_idle},
        {"aclrtMalloc + aclrtFree", malloc_and_free},
        {"aclCreateTensor + aclDestroyTensor", create_and_destroy},
        {"first phase + aclDestroyAclOpExecutor", first_phase},
        {"both phases + aclrtSynchronizeStream", two_phases},
    };
    enum { CALLS = sizeof calls / sizeof *calls };
    double least[CALLS];
    int batches = argument_count > 1 ? atoi(arguments[1]) : 100;
    set_up();
    for (int batch = 0; batch < batches; batch++)
        for (int i = 0; i < CALLS; i++) {
            double taken = nanoseconds(calls[i].call);
            if (batch == 0 || taken < least[i]) least[i] = taken;
        }
    for (int i = 0; i < CALLS; i++) printf("%s %.1f\n", calls[i].name, least[i]);
    return 0;
}
