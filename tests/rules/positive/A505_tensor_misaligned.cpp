#include "rotary.h"

int main()
{
    Rotary op; // a view may begin anywhere in storage that is aligned
    op.replace(op.x, describe({1, 1, 1, length / 2}, op.memory, {}, 1, row));
    op.replace(op.cos, describe({1, 1, 1, length / 2}, op.memory + bytes));
    op.replace(op.sin, describe({1, 1, 1, length / 2}, op.memory + 2 * bytes));
    op.replace(op.y, describe({1, 1, 1, length / 2}, op.memory + 3 * bytes));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    return 0;
}
