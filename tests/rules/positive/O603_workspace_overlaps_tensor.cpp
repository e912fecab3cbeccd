#include "rotary.h"

int main()
{
    Rotary op;
    op.replace(op.y, describe(row, op.memory)); // in place, so that its own memory is free
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.memory + 2 * bytes, bytes, op.executor, op.stream);
    return 0;
}
