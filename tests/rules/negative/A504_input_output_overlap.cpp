#include "rotary.h"

int main()
{
    Rotary op;
    op.replace(op.y, describe(row, op.memory + bytes / 2));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(nullptr, 0, op.executor, op.stream); //! A504
    return 0;
}
