// Buffers that queues pass between processes.
#ifndef ACL_RT_SHARED_BUFFER_H_
#define ACL_RT_SHARED_BUFFER_H_

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

// Takes a buffer of size bytes.
ACL_FUNC_VISIBILITY aclError aclrtAllocBuf(aclrtMbuf *buf, size_t size);

// Returns a buffer.
ACL_FUNC_VISIBILITY aclError aclrtFreeBuf(aclrtMbuf buf);

// Address and bytes of the data area.
ACL_FUNC_VISIBILITY aclError aclrtGetBufData(const aclrtMbuf buf, void **dataPtr, size_t *size);

// Sets how many of these bytes count.
ACL_FUNC_VISIBILITY aclError aclrtSetBufDataLen(aclrtMbuf buf, size_t len);

// How many of these bytes count.
ACL_FUNC_VISIBILITY aclError aclrtGetBufDataLen(aclrtMbuf buf, size_t *len);

// Writes to the private area, size bytes at offset.
ACL_FUNC_VISIBILITY aclError aclrtSetBufUserData(aclrtMbuf buf, const void *dataPtr, size_t size, size_t offset);

// Reads from the private area.
ACL_FUNC_VISIBILITY aclError aclrtGetBufUserData(const aclrtMbuf buf, void *dataPtr, size_t size, size_t offset);

// A second reference to the same data.
ACL_FUNC_VISIBILITY aclError aclrtCopyBufRef(const aclrtMbuf buf, aclrtMbuf *newBuf);

// Appends a buffer to a chain.
ACL_FUNC_VISIBILITY aclError aclrtAppendBufChain(aclrtMbuf headBuf, aclrtMbuf buf);

// The buffer at an index of a chain.
ACL_FUNC_VISIBILITY aclError aclrtGetBufFromChain(aclrtMbuf headBuf, uint32_t index, aclrtMbuf *buf);

// Buffers in a chain.
ACL_FUNC_VISIBILITY aclError aclrtGetBufChainNum(aclrtMbuf headBuf, uint32_t *num);

#ifdef __cplusplus
}
#endif

#endif // ACL_RT_SHARED_BUFFER_H_
