#include "rotary.h"

int main()
{
    Rotary op;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    op.replace(op.x, nullptr); // the work may still be queued: it needs the memory, not the tensor

    op.x = describe(row, op.memory);
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclSetAclOpExecutorRepeatable(op.executor);
    aclDestroyAclOpExecutor(op.executor);
    op.replace(op.x, nullptr);
    return 0;
}
