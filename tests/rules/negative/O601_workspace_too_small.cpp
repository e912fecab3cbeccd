#include "rotary.h"

int main()
{
    Rotary op;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(nullptr, 0, op.executor, op.stream); //! O601
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.scratch, op.size - 1, op.executor, op.stream); //! O601
    return 0;
}
