#include "aclnnop/aclnn_rotary_position_embedding_grad.h"
#include "rotary.h"

int main()
{
    Rotary op;
    uint64_t gradSize = 0;
    aclOpExecutor *grad = nullptr;
    aclTensor *none = aclCreateTensor(nullptr, 0, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, nullptr, 0, nullptr);
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbeddingGradGetWorkspaceSize(op.y, op.cos, op.sin, nullptr, 0, op.x, none, none, &gradSize,
                                                     &grad);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    aclnnRotaryPositionEmbeddingGrad(op.workspace(), gradSize, grad, op.stream);
    aclDestroyTensor(none);
    return 0;
}
