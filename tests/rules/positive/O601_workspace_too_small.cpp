#include "rotary.h"

int main()
{
    Rotary op;
    for (int step = 0; step < 2; step++) { // in stream order both may have the same workspace
        aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
        aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    }
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.scratch, 2048, op.executor, op.stream); // more than asked for
    return 0;
}
