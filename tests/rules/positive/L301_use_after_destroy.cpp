#include "rotary.h"

int main()
{
    Rotary op;
    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclrtRecordEvent(event, op.stream);
    aclrtDestroyEvent(event); // the queued record keeps what it needs

    aclrtStream other = nullptr;
    aclrtCreateStream(&other);
    aclrtSynchronizeStream(other);
    aclrtDestroyStream(other);

    const int64_t value = 1;
    uint64_t count = 0;
    aclIntArray *array = aclCreateIntArray(&value, 1);
    aclGetIntArraySize(array, &count);
    aclDestroyIntArray(array);

    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    return 0;
}
