#include "rotary.h"

int main()
{
    const std::vector<int64_t> pair = {1, 1, 1, 2 * length}, strides = {2 * length, 2 * length, 2 * length, 2};
    Rotary op;
    op.replace(op.y, describe(row, op.memory)); // in place
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);

    op.replace(op.x, describe(row, op.memory, strides, 0, pair)); // every other element, and those between
    op.replace(op.y, describe(row, op.memory, strides, 1, pair));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    return 0;
}
