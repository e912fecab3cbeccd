#include "rotary.h"

int main()
{
    Rotary op;
    for (int step = 0; step < 10; step++) {
        aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
        aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
        aclrtSynchronizeStream(op.stream); //! P703
    }
    return 0;
}
