#include "rotary.h"

int main()
{
    Rotary op;
    std::vector<char> host(64);
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(nullptr, 64, op.executor, op.stream);     //! O602
    aclnnRotaryPositionEmbedding(host.data(), 64, op.executor, op.stream); //! O602
    return 0;
}
