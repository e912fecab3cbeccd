#include "rotary.h"

int main()
{
    Rotary op;
    op.replace(op.x, describe(row, op.memory, {}, 0, {1, 1, 1, length / 2}));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! A502

    op.replace(op.x, describe(row, op.memory, {}, 1));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! A502

    op.replace(op.x, describe(row, op.memory + bytes, {length, length, length, -1}, length / 2));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! A502
    return 0;
}
