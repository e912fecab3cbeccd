// Starting and ending the runtime in a process.
#ifndef ACL_RT_INITIALIZATION_H_
#define ACL_RT_INITIALIZATION_H_

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

// Component on whose behalf a start-up or shut-down callback is registered.
typedef enum aclRegisterCallbackType {
    ACL_REG_TYPE_ACL_MODEL = 0,
    ACL_REG_TYPE_ACL_OP_EXECUTOR = 1,
    ACL_REG_TYPE_ACL_OP_CBLAS = 2,
    ACL_REG_TYPE_ACL_OP_COMPILER = 3,
    ACL_REG_TYPE_ACL_TDT_CHANNEL = 4,
    ACL_REG_TYPE_ACL_TDT_QUEUE = 5,
    ACL_REG_TYPE_ACL_DVPP = 6,
    ACL_REG_TYPE_ACL_RETR = 7,
    ACL_REG_TYPE_OTHER = 65535,
} aclRegisterCallbackType;

typedef aclError (*aclInitCallbackFunc)(const char *configStr, size_t len, void *userData);
typedef aclError (*aclFinalizeCallbackFunc)(void *userData);

// Starts the runtime; configPath names a JSON file, NULL means defaults.
ACL_FUNC_VISIBILITY aclError aclInit(const char *configPath);

// Ends the runtime, whatever the number of aclInit calls.
ACL_FUNC_VISIBILITY aclError aclFinalize(void);

// Drops one aclInit and reports how many remain; the last one ends the runtime.
ACL_FUNC_VISIBILITY aclError aclFinalizeReference(uint64_t *refCount);

// Asks to be called, with the configuration text, when the runtime starts.
ACL_FUNC_VISIBILITY aclError aclInitCallbackRegister(aclRegisterCallbackType type, aclInitCallbackFunc cbFunc,
                                                     void *userData);

// Withdraws a start-up callback.
ACL_FUNC_VISIBILITY aclError aclInitCallbackUnRegister(aclRegisterCallbackType type, aclInitCallbackFunc cbFunc);

// Asks to be called when the runtime ends.
ACL_FUNC_VISIBILITY aclError aclFinalizeCallbackRegister(aclRegisterCallbackType type, aclFinalizeCallbackFunc cbFunc,
                                                         void *userData);

// Withdraws a shut-down callback.
ACL_FUNC_VISIBILITY aclError aclFinalizeCallbackUnRegister(aclRegisterCallbackType type,
                                                           aclFinalizeCallbackFunc cbFunc);

#ifdef __cplusplus
}
#endif

#endif // ACL_RT_INITIALIZATION_H_
