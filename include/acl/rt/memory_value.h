// Streams that write and await single values in device memory.
#ifndef ACL_RT_MEMORY_VALUE_H_
#define ACL_RT_MEMORY_VALUE_H_

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

// Conditions of aclrtValueWait.
#define ACL_STREAM_WAIT_VALUE_GEQ 0x00000000U
#define ACL_STREAM_WAIT_VALUE_EQ 0x00000001U
#define ACL_STREAM_WAIT_VALUE_AND 0x00000002U
#define ACL_STREAM_WAIT_VALUE_NOR 0x00000003U

// Queues the write of a 64-bit value; flag is 0.
ACL_FUNC_VISIBILITY aclError aclrtValueWrite(void *devAddr, uint64_t value, uint32_t flag, aclrtStream stream);

// Queues a wait until the value in memory meets the condition.
ACL_FUNC_VISIBILITY aclError aclrtValueWait(void *devAddr, uint64_t value, uint32_t flag, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif // ACL_RT_MEMORY_VALUE_H_
