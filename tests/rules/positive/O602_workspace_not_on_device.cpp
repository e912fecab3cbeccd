#include "rotary.h"

int main()
{
    Rotary op;
    char *const workspace = allocate(64);
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(workspace, 64, op.executor, op.stream); // more than asked for
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(nullptr, 0, op.executor, op.stream);
    aclrtSynchronizeStream(op.stream);
    aclrtFree(workspace);
    return 0;
}
