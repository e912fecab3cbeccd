#include "rotary.h"

int main()
{
    Rotary op;
    std::vector<char> host(2048);
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(nullptr, op.size, op.executor, op.stream);     //! O602
    aclnnRotaryPositionEmbedding(host.data(), op.size, op.executor, op.stream); //! O602
    return 0;
}
