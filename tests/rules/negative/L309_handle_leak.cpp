#include "rotary.h"

int main()
{
    Rotary op;
    const int64_t value = 1;
    aclCreateIntArray(&value, 1);                                                                             //! L309
    aclTensor *tensor = aclCreateTensor(&value, 1, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, &value, 1, nullptr); //! L309
    aclCreateTensorList(&tensor, 0);                                                                          //! L309
    return 0;
}
