#include "rotary.h"

// Data of device 1 comes to device 0 by a copy, or stays where it is once the devices are peers.
int main()
{
    Rotary op;
    aclrtSetDevice(1);
    char *const x = allocate(bytes);
    aclrtSetDevice(0);
    aclrtMemcpy(op.memory, bytes, x, bytes, ACL_MEMCPY_DEVICE_TO_DEVICE);
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    aclrtDeviceEnablePeerAccess(1, 0);
    op.replace(op.x, describe(row, x));
    aclnnRotaryPositionEmbeddingGetWorkspaceSize(op.x, op.cos, op.sin, 0, op.y, &op.size, &op.executor);
    aclnnRotaryPositionEmbedding(op.workspace(), op.size, op.executor, op.stream);
    aclrtSynchronizeStream(op.stream);
    aclrtFree(x);
    aclrtResetDevice(1);
    aclrtResetDevice(0);
    return 0;
}
