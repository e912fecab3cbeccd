#include "aclnnop/aclnn_rotary_position_embedding_grad.h"
#include "rotary.h"

int main()
{
    Rotary op;
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbeddingGrad(op.workspace(), op.size, op.executor, op.stream); //! O604
    return 0;
}
