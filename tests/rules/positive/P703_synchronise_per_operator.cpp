#include "rotary.h"

int main()
{
    Rotary op;
    for (int step = 0; step < 10; step++) {
        aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
        aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    }
    aclrtSynchronizeStream(op.stream);

    float first = 0;
    for (int step = 0; step < 10; step++) { // whether to go on depends on the result
        aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
        aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
        aclrtSynchronizeStream(op.stream);
        aclrtMemcpy(&first, sizeof first, op.memory + 2 * bytes, sizeof first, ACL_MEMCPY_DEVICE_TO_HOST);
        if (first > 1) {
            break;
        }
    }
    return 0;
}
