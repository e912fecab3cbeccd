#include "rotary.h"

int main()
{
    Rotary op;
    aclrtEvent event = nullptr;
    aclrtCreateEvent(&event);
    aclDestroyTensor(static_cast<aclTensor *>(op.stream));         //! L303
    aclrtSynchronizeStream(event);                                 //! L303
    aclrtDestroyEvent(&event);                                     //! L303
    aclDestroyTensorList(reinterpret_cast<aclTensorList *>(op.x)); //! L303
    aclrtDestroyEvent(event);
    aclrtSynchronizeStream(event); //! L303
    return 0;
}
