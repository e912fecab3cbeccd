#include "rotary.h"

int main()
{
    Rotary op;
    const int64_t value = 1;
    aclDestroyIntArray(aclCreateIntArray(&value, 1));
    aclTensor *tensor = aclCreateTensor(&value, 1, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, &value, 1, nullptr);
    aclDestroyTensorList(aclCreateTensorList(&tensor, 1)); // and the tensor with it
    return 0;
}
