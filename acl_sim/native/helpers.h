/* Small things that only C can do. */
#ifndef ACL_SIM_NATIVE_HELPERS_H
#define ACL_SIM_NATIVE_HELPERS_H

#include <stddef.h>
#include <stdint.h>

/* An array that the host program gives back with delete[] (with free where there is no C++). */
int64_t *acl_sim_host_array(size_t count);

#endif
