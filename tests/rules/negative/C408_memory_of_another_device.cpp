#include "rotary.h"

int main()
{
    Rotary op; // on device 0
    aclrtSetDevice(1);
    char *const x = allocate(bytes);
    aclrtSetDevice(0);
    op.replace(op.x, describe(row, x));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! C408
    aclrtSynchronizeStream(op.stream);
    aclrtFree(x);
    aclrtResetDevice(1);
    aclrtResetDevice(0); // set twice
    return 0;
}
