/* 10 000 operator calls on small tensors, in the documented shape: describe, both phases, destroy. One allocation, a
 * synchronise and a look at the result for each hundred. The whole run is timed from outside. */
#include <stdio.h>
#include <stdlib.h>

#include "acl/acl.h"
#include "aclnnop/aclnn_rotary_position_embedding.h"

enum { CALLS = 10000, A_ROUND = 100, ROW = 64, TENSORS = 4 };

static void check(int failed)
{
    if (!failed) return;
    fprintf(stderr, "a call failed: %s\n", aclGetRecentErrMsg());
    exit(1);
}

static aclTensor *describe(void *memory)
{
    const int64_t shape[4] = {1, 1, 1, ROW};
    aclTensor *tensor = aclCreateTensor(shape, 4, ACL_FLOAT, NULL, 0, ACL_FORMAT_ND, shape, 4, memory);
    check(tensor == NULL);
    return tensor;
}

int main(void)
{
    aclrtStream stream;
    void *memory[TENSORS], *workspace;
    float values[ROW] = {1};
    check(aclInit(NULL) || aclrtSetDevice(0) || aclrtCreateStream(&stream));
    check(aclrtMalloc(&workspace, 1 << 20, ACL_MEM_MALLOC_HUGE_FIRST));
    for (int i = 0; i < TENSORS; i++) {
        check(aclrtMalloc(&memory[i], sizeof values, ACL_MEM_MALLOC_HUGE_FIRST));
        check(aclrtMemcpy(memory[i], sizeof values, values, sizeof values, ACL_MEMCPY_HOST_TO_DEVICE));
    }
    for (int call = 1; call <= CALLS; call++) {
        aclTensor *tensors[TENSORS];
        uint64_t size = 0;
        aclOpExecutor *executor = NULL;
        for (int i = 0; i < TENSORS; i++) tensors[i] = describe(memory[i]);
        check(aclnnRotaryPositionEmbeddingGetWorkspaceSize(tensors[0], tensors[1], tensors[2], 0, tensors[3], &size,
                                                           &executor));
        check(aclnnRotaryPositionEmbedding(workspace, size, executor, stream));
        for (int i = 0; i < TENSORS; i++) check(aclDestroyTensor(tensors[i]));
        if (call % A_ROUND != 0) continue;
        check(aclrtSynchronizeStream(stream));
        check(aclrtMemcpy(values, sizeof values, memory[3], sizeof values, ACL_MEMCPY_DEVICE_TO_HOST));
    }
    for (int i = 0; i < TENSORS; i++) check(aclrtFree(memory[i]));
    check(aclrtFree(workspace) || aclrtDestroyStream(stream) || aclrtResetDevice(0) || aclFinalize());
    return 0;
}
