#include "rotary.h"

int main()
{
    Rotary op;
    char *memory = nullptr;
    aclrtMalloc(reinterpret_cast<void **>(&memory), 3 * bytes, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemsetAsync(memory, bytes / 2, 0, bytes / 2, op.stream); // the rest is padding
    op.replace(op.x, describe(row, memory));
    op.replace(op.y, describe(row, memory + bytes));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);

    op.replace(op.x, describe(row, memory + bytes)); // which the first one writes
    op.replace(op.y, describe(row, memory + 2 * bytes));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    aclrtSynchronizeStream(op.stream);
    aclrtFree(memory);
    return 0;
}
