#include "rotary.h"

int main()
{
    Rotary op;
    aclTensor *tensor = describe(row, op.memory);
    aclDestroyTensor(tensor);
    tensor = nullptr;
    aclDestroyTensor(tensor); // null does nothing

    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclrtDestroyEvent(event);
    aclrtCreateEvent(&event);
    aclrtDestroyEvent(event);

    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclSetAclOpExecutorRepeatable(op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    aclDestroyAclOpExecutor(op.executor);
    return 0;
}
