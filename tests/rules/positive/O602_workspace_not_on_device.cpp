#include "rotary.h"

int main()
{
    Rotary op;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    void *workspace = nullptr;
    if (op.size > 0) {
        aclrtMalloc(&workspace, op.size, ACL_MEM_MALLOC_HUGE_FIRST);
    }
    aclnnRotaryPositionEmbedding(workspace, op.size, op.executor, op.stream);
    aclrtSynchronizeStream(op.stream);
    if (op.size > 0) {
        aclrtFree(workspace);
    }
    return 0;
}
