/* Small things that only C can do. */
#ifndef ACL_SIM_NATIVE_HELPERS_H
#define ACL_SIM_NATIVE_HELPERS_H

#include <stddef.h>
#include <stdint.h>

/* An array that the host program gives back with delete[] (with free where there is no C++). */
int64_t *acl_sim_host_array(size_t count);

/* Has the entry `finish` called when the process exits. */
void acl_sim_call_at_exit(void);

/* The file that an address of code belongs to, into `path`; returns the offset of the call before it, 0 if unknown. */
uint64_t acl_sim_module_of(uintptr_t address, char *path, size_t size);

/* Makes the loader take this library for the one of that name, whoever needs it later; 0 when it does. */
int64_t acl_sim_answer_to(const char *name);

#endif
