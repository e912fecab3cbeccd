#include "rotary.h"

int main()
{
    Rotary op;
    op.replace(op.y, describe(row, op.memory + bytes / 2));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! A504
    return 0;
}
