#include "rotary.h"

int main()
{
    Rotary op;
    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclrtDestroyEvent(event);
    aclrtRecordEvent(event, op.stream); //! L301

    aclrtStream other = nullptr;
    aclrtCreateStream(&other);
    aclrtDestroyStream(other);
    aclrtSynchronizeStream(other); //! L301

    const int64_t value = 1;
    uint64_t count = 0;
    aclIntArray *array = aclCreateIntArray(&value, 1);
    aclDestroyIntArray(array);
    aclGetIntArraySize(array, &count); //! L301

    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclSetAclOpExecutorRepeatable(op.executor);
    aclDestroyAclOpExecutor(op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! L301

    aclDestroyTensor(op.x);
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor); //! L301
    op.x = nullptr;
    return 0;
}
