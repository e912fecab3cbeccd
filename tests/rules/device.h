// What the rule programs share: a device that is set and a stream, so that each shows its mistake and nothing else.
#ifndef ACL_SIM_TESTS_RULES_DEVICE_H
#define ACL_SIM_TESTS_RULES_DEVICE_H

#include <cstdint>
#include <vector>

#include "acl/acl.h"

struct Device {
    aclrtStream stream = nullptr;

    Device()
    {
        aclInit(nullptr);
        aclrtSetDevice(0);
        aclrtCreateStream(&stream);
    }

    ~Device()
    {
        aclrtDestroyStream(stream);
        aclrtResetDevice(0);
        aclFinalize();
    }

    Device(const Device &) = delete;
    Device &operator=(const Device &) = delete;
};

#endif
