#include "rotary.h"

int main()
{
    Rotary op;
    aclTensor *tensor = describe(row, op.memory);
    aclDestroyTensor(tensor);
    aclDestroyTensor(tensor); //! L302

    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclrtDestroyEvent(event);
    aclrtDestroyEvent(event); //! L302

    aclrtStream other = nullptr;
    aclrtCreateStream(&other);
    aclrtDestroyStream(other);
    aclrtDestroyStream(other); //! L302

    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    aclDestroyAclOpExecutor(op.executor); //! L302
    return 0;
}
