#include <cstdint>

#include "acl/acl.h"
#include "aclnn/acl_meta.h"

int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    const int64_t value = 1;
    aclDestroyIntArray(aclCreateIntArray(&value, 1));
    aclTensor *tensor = aclCreateTensor(&value, 1, ACL_FLOAT, nullptr, 0, ACL_FORMAT_ND, &value, 1, nullptr);
    aclDestroyTensorList(aclCreateTensorList(&tensor, 1)); // and the tensor with it
    for (int i = 0; i < 3; i++) {
        aclrtEvent event = nullptr;
        aclrtCreateEvent(&event);
        aclrtDestroyEvent(event);
    }
    aclrtStream stream = nullptr;
    aclrtContext context = nullptr;
    aclrtCreateStream(&stream);
    aclrtDestroyStream(stream);
    aclrtCreateContext(&context, 0);
    aclrtDestroyContext(context);
    aclFinalize();
    return 0;
}
