#include "rotary.h"

int main()
{
    Rotary op;
    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclTensor *tensor = describe(row, op.memory);
    aclTensorList *list = aclCreateTensorList(&tensor, 1);
    aclrtSynchronizeStream(op.stream);
    aclrtSynchronizeStream(nullptr); // null is the default stream
    aclDestroyTensorList(list);
    aclDestroyTensor(nullptr);
    aclrtDestroyEvent(event);
    return 0;
}
