#include "rotary.h"

int main()
{
    const Device device;
    aclTensor *tensors[] = {describe(row, nullptr), describe(row, nullptr)};
    aclTensorList *list = aclCreateTensorList(tensors, 1);
    aclDestroyTensorList(list);
    aclDestroyTensor(tensors[1]); // it was in no list
    return 0;
}
