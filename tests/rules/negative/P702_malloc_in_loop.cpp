#include "rotary.h"

int main()
{
    Rotary op;
    for (int step = 0; step < 10; step++) {
        aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
        void *workspace = nullptr;
        aclrtMalloc(&workspace, op.size, ACL_MEM_MALLOC_HUGE_FIRST); //! P702
        aclnnRotaryPositionEmbedding(workspace, op.size, op.executor, op.stream);
        aclrtSynchronizeStream(op.stream);
        aclrtFree(workspace);
    }
    return 0;
}
