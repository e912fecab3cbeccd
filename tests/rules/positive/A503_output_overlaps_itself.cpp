#include "rotary.h"

int main()
{
    const std::vector<int64_t> rows = {1, 2, 1, length}, two = {1, 1, 1, 2 * length};
    Rotary op;
    op.replace(op.x, describe(rows, op.memory, {length, 0, length, 1}));
    op.replace(op.y, describe(rows, op.memory + 2 * bytes, {2 * length, 1, 2 * length, 2}, 0, two));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    return 0;
}
