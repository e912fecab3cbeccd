#include "rotary.h"

int main()
{
    Rotary op;
    void *workspace = nullptr;
    uint64_t room = 0;
    for (int step = 0; step < 10; step++) {
        aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
        if (op.size > room) { // once
            aclrtMalloc(&workspace, op.size, ACL_MEM_MALLOC_HUGE_FIRST);
            room = op.size;
        }
        aclnnRotaryPositionEmbedding(workspace, op.size, op.executor, op.stream);
    }
    aclrtSynchronizeStream(op.stream);
    aclrtFree(workspace);

    void *blocks[10] = {}; // many that live at a time are no loop over one
    for (void *&block : blocks) {
        aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    }
    for (void *block : blocks) {
        aclrtFree(block);
    }
    return 0;
}
