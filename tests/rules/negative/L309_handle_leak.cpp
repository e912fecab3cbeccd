#include <cstdint>

#include "acl/acl.h"
#include "aclnn/acl_meta.h"

int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    const int64_t value = 1;
    aclCreateIntArray(&value, 1);                                                                             //! L309
    aclTensor *tensor = aclCreateTensor(&value, 1, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, &value, 1, nullptr); //! L309
    aclCreateTensorList(&tensor, 0);                                                                          //! L309
    for (int i = 0; i < 3; i++) {
        aclrtEvent event = nullptr;
        aclrtCreateEvent(&event); //! L309
    }
    aclrtStream stream = nullptr;
    aclrtContext context = nullptr;
    aclrtCreateStream(&stream);      //! L309
    aclrtCreateContext(&context, 0); //! L309
    aclFinalize();
    return 0;
}
