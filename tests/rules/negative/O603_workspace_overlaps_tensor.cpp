#include "rotary.h"

int main()
{
    Rotary op;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.memory + 2 * bytes, bytes, op.executor, op.stream); //! O603
    return 0;
}
