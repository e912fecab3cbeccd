/* What Python needs of the start-up. */
#ifndef ACL_SIM_NATIVE_STARTUP_H
#define ACL_SIM_NATIVE_STARTUP_H

#include <stdint.h>

/* What tells one loaded copy of this library from another. */
uintptr_t acl_sim_copy(void);

/* Lines of the name of an entry, the module that has it, and what to return when that cannot be imported. */
extern const char acl_sim_entries[];

/* An operator has run: `function` is the number of its second phase. Calls are counted by the wrappers. Operations of
 * the libraries above have the numbers behind the functions, from acl_sim_first_operation on. */
extern const uint64_t acl_sim_first_operation;
void acl_sim_count_run(uint64_t function);

#endif
