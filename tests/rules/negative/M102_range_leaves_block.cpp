#include "rotary.h"

int main()
{
    Rotary op;
    void *block = nullptr;
    std::vector<char> host(128);
    aclrtMalloc(&block, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(block, 64, host.data(), 64, ACL_MEMCPY_HOST_TO_DEVICE);
    aclrtMemcpy(host.data(), 128, block, 128, ACL_MEMCPY_DEVICE_TO_HOST);        //! M102
    aclrtMemset(block, 65, 0, 65);                                               //! M102
    aclrtMemcpy2d(host.data(), 16, block, 32, 16, 3, ACL_MEMCPY_DEVICE_TO_HOST); //! M102
    aclrtFree(block);

    aclrtMalloc(&block, bytes / 2, ACL_MEM_MALLOC_HUGE_FIRST);
    op.replace(op.y, describe(row, block));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream); //! M102
    aclrtSynchronizeStream(op.stream);
    aclrtFree(block);
    return 0;
}
