#include "rotary.h"

int main()
{
    Rotary op;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclSetAclOpExecutorRepeatable(op.executor); //! L307
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    return 0;
}
