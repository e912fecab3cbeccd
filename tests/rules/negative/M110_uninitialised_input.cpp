#include "rotary.h"

int main()
{
    Rotary op;
    void *x = nullptr;
    aclrtMalloc(&x, bytes, ACL_MEM_MALLOC_HUGE_FIRST);
    op.replace(op.x, describe(row, x)); // and the copy of the data is forgotten
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! M110
    aclrtSynchronizeStream(op.stream);
    aclrtFree(x);
    return 0;
}
