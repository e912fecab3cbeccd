/* Waiting for what another library locks without keeping the GIL meanwhile. */
#ifndef ACL_SIM_WAITING_H
#define ACL_SIM_WAITING_H

#include <stdint.h>

/* From now on a thread lets go of the GIL while the loaded library of that file name has it wait for a mutex, a
 * reader-writer lock, another thread's initialization or the work of a thread pool of torch. Returns the number of
 * places in its tables that were changed, or -1 when they cannot be. */
int64_t acl_sim_wait_without_gil(const char *library);

#endif
