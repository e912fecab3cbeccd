#include "rotary.h"

int main()
{
    Rotary op;
    op.replace(op.y, describe(row, op.scratch + 512));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! O603

    // The checker leaves noise in a workspace, and so in this result.
    unsigned char first = 0;
    aclrtSynchronizeStream(op.stream);
    aclrtMemcpy(&first, 1, op.scratch + 512, 1, ACL_MEMCPY_DEVICE_TO_HOST);
    return first == 0xFB ? 0 : 1;
}
