/* What tells one loaded copy of this library from another. */
#ifndef ACL_SIM_NATIVE_STARTUP_H
#define ACL_SIM_NATIVE_STARTUP_H

#include <stdint.h>

uintptr_t acl_sim_copy(void);

#endif
