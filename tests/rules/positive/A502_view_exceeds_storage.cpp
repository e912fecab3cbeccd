#include "rotary.h"

int main()
{
    Rotary op; // every second element, and all of them backwards
    op.replace(op.x, describe(row, op.memory, {2 * length, 2 * length, 2 * length, 2}, 1, {1, 1, 1, 2 * length}));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);

    op.replace(op.x, describe(row, op.memory, {length, length, length, -1}, length - 1));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    return 0;
}
