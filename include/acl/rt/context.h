// Contexts: what a thread is working with.
#ifndef ACL_RT_CONTEXT_H_
#define ACL_RT_CONTEXT_H_

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

// Makes a context on a device and makes it current in this thread.
ACL_FUNC_VISIBILITY aclError aclrtCreateContext(aclrtContext *context, int32_t deviceId);

// Frees a context made by aclrtCreateContext.
ACL_FUNC_VISIBILITY aclError aclrtDestroyContext(aclrtContext context);

// Makes a context, and so its device, current in this thread.
ACL_FUNC_VISIBILITY aclError aclrtSetCurrentContext(aclrtContext context);

// The current context of this thread.
ACL_FUNC_VISIBILITY aclError aclrtGetCurrentContext(aclrtContext *context);

// Sets an option of the current context.
ACL_FUNC_VISIBILITY aclError aclrtCtxSetSysParamOpt(aclSysParamOpt opt, int64_t value);

// Reads an option of the current context.
ACL_FUNC_VISIBILITY aclError aclrtCtxGetSysParamOpt(aclSysParamOpt opt, int64_t *value);

// The stream that NULL stands for.
ACL_FUNC_VISIBILITY aclError aclrtCtxGetCurrentDefaultStream(aclrtStream *stream);

// Whether the primary context of a device is alive; flags is NULL.
ACL_FUNC_VISIBILITY aclError aclrtGetPrimaryCtxState(int32_t deviceId, uint32_t *flags, int32_t *active);

// Device address of the overflow flag of the current context.
ACL_FUNC_VISIBILITY aclError aclrtCtxGetFloatOverflowAddr(void **overflowAddr);

#ifdef __cplusplus
}
#endif

#endif // ACL_RT_CONTEXT_H_
