#include "rotary.h"

int main()
{
    Rotary op;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    op.replace(op.x, nullptr);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! L308
    op.x = describe(row, op.memory);

    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclSetAclOpExecutorRepeatable(op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    op.replace(op.y, nullptr);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! L308
    aclDestroyAclOpExecutor(op.executor);
    return 0;
}
