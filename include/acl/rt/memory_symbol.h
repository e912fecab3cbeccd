// Variables that live in device code.
#ifndef ACL_RT_MEMORY_SYMBOL_H_
#define ACL_RT_MEMORY_SYMBOL_H_

#include "acl/acl_base.h"
#include "acl/rt/memory_copy.h"

#ifdef __cplusplus
extern "C" {
#endif

// Device address of a variable.
ACL_FUNC_VISIBILITY aclError aclrtGetSymbolAddress(const void *symbol, void **devPtr);

// Bytes of a variable.
ACL_FUNC_VISIBILITY aclError aclrtGetSymbolSize(const void *symbol, size_t *size);

// Copies out of a variable.
ACL_FUNC_VISIBILITY aclError aclrtMemcpyFromSymbol(void *dst, size_t dstMax, const void *symbol, size_t count,
                                                   size_t offset, aclrtMemcpyKind kind);

// Queues such a copy.
ACL_FUNC_VISIBILITY aclError aclrtMemcpyFromSymbolAsync(void *dst, size_t dstMax, const void *symbol, size_t count,
                                                        size_t offset, aclrtMemcpyKind kind, aclrtStream stream);

// Copies into a variable.
ACL_FUNC_VISIBILITY aclError aclrtMemcpyToSymbol(const void *symbol, const void *src, size_t count, size_t offset,
                                                 aclrtMemcpyKind kind);

// Queues such a copy.
ACL_FUNC_VISIBILITY aclError aclrtMemcpyToSymbolAsync(const void *symbol, const void *src, size_t count, size_t offset,
                                                      aclrtMemcpyKind kind, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif // ACL_RT_MEMORY_SYMBOL_H_
