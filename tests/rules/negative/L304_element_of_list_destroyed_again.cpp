#include "rotary.h"

int main()
{
    const Device device;
    aclTensor *tensors[] = {describe(row, nullptr), describe(row, nullptr)};
    aclTensorList *list = aclCreateTensorList(tensors, 2);
    aclDestroyTensorList(list);
    aclDestroyTensor(tensors[0]); //! L304

    tensors[0] = describe(row, nullptr);
    list = aclCreateTensorList(tensors, 1);
    aclDestroyTensor(tensors[0]);
    aclDestroyTensorList(list); //! L304
    return 0;
}
