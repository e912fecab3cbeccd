/* How libraries other than libascendcl.so, such as those with a C++ interface, reach their Python implementation. */
#ifndef ACL_SIM_NATIVE_SURFACE_H
#define ACL_SIM_NATIVE_SURFACE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Calls the Python function that answers `function`, such as "atb::CreateContext", after importing `module`, with
 * 64-bit numbers, one a parameter. Returns its answer: 0 where it returns None, the status of the Refusal that it
 * raises, and `failed` when Python does not start or a bug of the simulator gets in the way. Both names must outlive
 * the process. `caller` is the address in the host program that the call returns to. */
int64_t acl_sim_surface(const void *caller, const char *module, const char *function, int64_t failed,
                        const int64_t *slots, uint64_t count);

#ifdef __cplusplus
}
#endif

#endif
