// What frameworks call of the runtime below AscendCL to launch device code of their own.
#ifndef CCE_RUNTIME_KERNEL_H
#define CCE_RUNTIME_KERNEL_H

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t rtError_t;
typedef void *rtStream_t;

typedef struct tagRtSmCtrl rtSmDesc_t;

typedef struct tagRtDevBinary {
    uint32_t magic;
    uint32_t version;
    const void *data;
    uint64_t length;
} rtDevBinary_t;

// Registers a binary of device code.
ACL_FUNC_VISIBILITY rtError_t rtDevBinaryRegister(const rtDevBinary_t *bin, void **hdl);

// Registers one of its functions under the address of a stub.
ACL_FUNC_VISIBILITY rtError_t rtFunctionRegister(void *binHandle, const void *stubFunc, const char *stubName,
                                                 const void *kernelInfoExt, uint32_t funcMode);

// Launches a registered function.
ACL_FUNC_VISIBILITY rtError_t rtKernelLaunch(const void *stubFunc, uint32_t numBlocks, void *args, uint32_t argsSize,
                                             rtSmDesc_t *smDesc, rtStream_t stm);

// Where cube and vector cores keep what they tell each other.
ACL_FUNC_VISIBILITY rtError_t rtGetC2cCtrlAddr(uint64_t *addr, uint32_t *len);

#ifdef __cplusplus
}
#endif

#endif // CCE_RUNTIME_KERNEL_H
