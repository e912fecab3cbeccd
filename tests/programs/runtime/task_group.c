/* Captured operators that are replaced before the next run of the model, also while it runs. */
#include "../check.h"
#include "aclnnop/aclnn_add.h"

static float *number;
static aclrtStream stream, updating;
static aclrtEvent ready;

/* *number += value */
static aclError add(float value, aclrtStream where)
{
    const int64_t one = 1;
    float factor = 1;
    uint64_t size = 0;
    aclOpExecutor *executor = NULL;
    aclTensor *tensor = aclCreateTensor(&one, 1, ACL_FLOAT, &one, 0, ACL_FORMAT_ND, &one, 1, number);
    aclScalar *other = aclCreateScalar(&value, ACL_FLOAT), *alpha = aclCreateScalar(&factor, ACL_FLOAT);
    EXPECT_OK(aclnnInplaceAddsGetWorkspaceSize(tensor, other, alpha, &size, &executor));
    aclError answer = aclnnInplaceAdds(NULL, 0, executor, where);
    aclDestroyTensor(tensor);
    aclDestroyScalar(other);
    aclDestroyScalar(alpha);
    return answer;
}

static float result_of(aclmdlRI model)
{
    float value = 0;
    EXPECT_OK(aclrtMemset(number, sizeof value, 0, sizeof value));
    EXPECT_OK(aclmdlRIExecuteAsync(model, stream));
    EXPECT_OK(aclrtSynchronizeStream(stream));
    EXPECT_OK(aclrtMemcpy(&value, sizeof value, number, sizeof value, ACL_MEMCPY_DEVICE_TO_HOST));
    return value;
}

static void update(aclrtTaskGrp group, float first, float second)
{
    EXPECT_OK(aclmdlRICaptureTaskUpdateBegin(updating, group));
    EXPECT_OK(add(first, updating));
    EXPECT_OK(add(second, updating));
    EXPECT_OK(aclmdlRICaptureTaskUpdateEnd(updating));
}

static void update_between_runs(void)
{
    aclmdlRI model = NULL;
    aclrtTaskGrp group = NULL, single = NULL;
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT_OK(add(1, stream));
    EXPECT_OK(aclmdlRICaptureTaskGrpBegin(stream));
    EXPECT_OK(add(10, stream));
    EXPECT_OK(add(100, stream));
    EXPECT_OK(aclmdlRICaptureTaskGrpEnd(stream, &group));
    EXPECT_OK(aclmdlRICaptureTaskGrpBegin(stream));
    EXPECT_OK(add(1000, stream));
    EXPECT_OK(aclmdlRICaptureTaskGrpEnd(stream, &single));
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    EXPECT_TRUE(group != NULL && single != NULL && group != single);
    EXPECT(result_of(model), 1111);
    for (int i = 2; i < 5; i++) {
        update(group, 10.0f * i, 100.0f * i);
        EXPECT_OK(aclrtSynchronizeStream(updating));
        EXPECT(result_of(model), 1001 + 110 * i);
        EXPECT(result_of(model), 1001 + 110 * i);
    }
    /* The same stream, so that the next run comes behind the update. */
    EXPECT_OK(aclmdlRICaptureTaskUpdateBegin(stream, single));
    EXPECT_OK(add(2000, stream));
    EXPECT_OK(aclmdlRICaptureTaskUpdateEnd(stream));
    EXPECT(result_of(model), 2441);

    EXPECT_OK(aclmdlRICaptureTaskUpdateBegin(updating, group));
    EXPECT(aclmdlRICaptureTaskUpdateBegin(updating, single), ACL_ERROR_STREAM_TASK_GROUP_STATUS);
    EXPECT(aclmdlRICaptureTaskUpdateBegin(stream, group), ACL_ERROR_STREAM_TASK_GROUP_STATUS);
    EXPECT(aclrtMemsetAsync(number, 4, 0, 4, updating), ACL_ERROR_RT_TASK_TYPE_NOT_SUPPORT);
    EXPECT_OK(add(50, updating));
    EXPECT(aclmdlRICaptureTaskUpdateEnd(updating), ACL_ERROR_RT_INTERNAL_ERROR); /* one of two */
    EXPECT(aclmdlRICaptureTaskUpdateEnd(updating), ACL_ERROR_STREAM_TASK_GROUP_STATUS);
    EXPECT_OK(aclmdlRICaptureTaskUpdateBegin(updating, single));
    EXPECT_OK(add(3000, updating));
    EXPECT_TRUE(add(3000, updating) != ACL_SUCCESS); /* a second one */
    EXPECT_OK(aclmdlRICaptureTaskUpdateEnd(updating));
    EXPECT_OK(aclrtSynchronizeStream(updating));
    EXPECT_OK(aclmdlRIDestroy(model));
    EXPECT(aclmdlRICaptureTaskUpdateBegin(updating, group), ACL_ERROR_RT_INVALID_HANDLE);
}

/* The model waits, inside, for the update: by an external event, or by a number in memory. */
static void update_during_a_run(uint64_t *flag)
{
    aclmdlRI model = NULL;
    aclrtTaskGrp group = NULL;
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT_OK(add(1, stream));
    if (flag == NULL) {
        EXPECT_OK(aclrtStreamWaitEvent(stream, ready));
        EXPECT_OK(aclrtResetEvent(ready, stream));
    } else {
        EXPECT_OK(aclrtValueWait(flag, 1, ACL_STREAM_WAIT_VALUE_EQ, stream));
        EXPECT_OK(aclrtValueWrite(flag, 0, 0, stream));
    }
    EXPECT_OK(aclmdlRICaptureTaskGrpBegin(stream));
    EXPECT_OK(add(10, stream));
    EXPECT_OK(add(100, stream));
    EXPECT_OK(aclmdlRICaptureTaskGrpEnd(stream, &group));
    EXPECT_OK(aclmdlRICaptureEnd(stream, &model));
    for (int i = 2; i < 5; i++) {
        float value = 0;
        aclrtStreamStatus state = ACL_STREAM_STATUS_COMPLETE;
        EXPECT_OK(aclrtMemset(number, sizeof value, 0, sizeof value));
        EXPECT_OK(aclmdlRIExecuteAsync(model, stream));
        EXPECT_OK(aclrtStreamQuery(stream, &state));
        EXPECT(state, ACL_STREAM_STATUS_NOT_READY);
        EXPECT(aclrtSynchronizeStreamWithTimeout(stream, 20), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT);
        update(group, 10.0f * i, 100.0f * i);
        if (flag == NULL) EXPECT_OK(aclrtRecordEvent(ready, updating));
        else EXPECT_OK(aclrtValueWrite(flag, 1, 0, updating));
        EXPECT_OK(aclrtSynchronizeStream(stream));
        EXPECT_OK(aclrtMemcpy(&value, sizeof value, number, sizeof value, ACL_MEMCPY_DEVICE_TO_HOST));
        EXPECT(value, 1 + 110 * i);
    }
    EXPECT(aclmdlRIExecute(model, 20), ACL_ERROR_RT_STREAM_SYNC_TIMEOUT); /* nobody updates */
    EXPECT_OK(aclmdlRIDestroy(model));
}

static void refusals(void)
{
    aclmdlRI model = NULL;
    aclrtTaskGrp group = &group;
    aclrtEvent forked, joined;
    EXPECT(aclmdlRICaptureTaskGrpBegin(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureTaskGrpEnd(NULL, &group), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureTaskGrpEnd(stream, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureTaskUpdateBegin(NULL, group), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureTaskUpdateBegin(stream, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureTaskUpdateEnd(NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclmdlRICaptureTaskUpdateEnd(stream), ACL_ERROR_STREAM_TASK_GROUP_STATUS);
    EXPECT(aclmdlRICaptureTaskGrpBegin(stream), ACL_ERROR_RT_STREAM_NOT_CAPTURED);
    EXPECT(aclmdlRICaptureTaskGrpEnd(stream, &group), ACL_ERROR_RT_STREAM_NOT_CAPTURED);
    EXPECT_TRUE(group == NULL);
    for (size_t i = 0; i < STRANGE_HANDLES; i++) {
        EXPECT(aclmdlRICaptureTaskGrpBegin(strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
        EXPECT(aclmdlRICaptureTaskUpdateBegin(stream, strange(i)), ACL_ERROR_RT_INVALID_HANDLE);
    }

    EXPECT_OK(aclrtCreateEvent(&forked));
    EXPECT_OK(aclrtCreateEvent(&joined));
    EXPECT_OK(aclmdlRICaptureBegin(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));
    EXPECT(aclmdlRICaptureTaskUpdateBegin(stream, stream), ACL_ERROR_RT_STREAM_CAPTURED);
    EXPECT(aclmdlRICaptureTaskGrpEnd(stream, &group), ACL_ERROR_STREAM_TASK_GROUP_STATUS);
    EXPECT_OK(aclmdlRICaptureTaskGrpBegin(stream));
    EXPECT(aclmdlRICaptureTaskGrpBegin(stream), ACL_ERROR_STREAM_TASK_GROUP_STATUS);
    EXPECT(aclrtMemsetAsync(number, 4, 0, 4, stream), ACL_ERROR_RT_TASK_TYPE_NOT_SUPPORT);
    EXPECT(aclmdlRICaptureTaskGrpEnd(stream, &group), ACL_ERROR_RT_TASK_TYPE_NOT_SUPPORT);
    EXPECT_TRUE(group == NULL);
    EXPECT_OK(aclrtRecordEvent(forked, stream));
    EXPECT_OK(aclrtStreamWaitEvent(updating, forked));
    EXPECT_OK(aclmdlRICaptureTaskGrpBegin(stream));
    EXPECT(aclmdlRICaptureTaskGrpEnd(updating, &group), ACL_ERROR_STREAM_TASK_GROUP_STATUS);
    EXPECT(aclrtMemsetAsync(number, 4, 0, 4, updating), ACL_ERROR_STREAM_TASK_GROUP_INTR);
    EXPECT(aclmdlRICaptureTaskGrpEnd(stream, &group), ACL_ERROR_STREAM_TASK_GROUP_INTR);
    EXPECT_OK(aclrtRecordEvent(joined, updating));
    EXPECT_OK(aclrtStreamWaitEvent(stream, joined));
    EXPECT_OK(aclmdlRICaptureTaskGrpBegin(stream));
    EXPECT(aclmdlRICaptureEnd(stream, &model), ACL_ERROR_STREAM_TASK_GROUP_STATUS);
    EXPECT_TRUE(model == NULL);
    EXPECT_OK(aclrtDestroyEvent(forked));
    EXPECT_OK(aclrtDestroyEvent(joined));
}

int main(void)
{
    uint64_t *flag;
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(aclrtCreateStream(&updating));
    EXPECT_OK(aclrtCreateEventWithFlag(&ready, ACL_EVENT_EXTERNAL));
    EXPECT_OK(aclrtMalloc((void **)&number, sizeof *number, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMalloc((void **)&flag, sizeof *flag, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemset(flag, sizeof *flag, 0, sizeof *flag));
    refusals();
    update_between_runs();
    update_during_a_run(NULL);
    update_during_a_run(flag);
    EXPECT_OK(aclrtDestroyEvent(ready));
    EXPECT_OK(aclrtDestroyStream(updating));
    EXPECT_OK(aclrtDestroyStream(stream));
    EXPECT_OK(aclrtFree(flag));
    EXPECT_OK(aclrtFree(number));
    EXPECT_OK(aclrtResetDevice(0));
    return check_result();
}
