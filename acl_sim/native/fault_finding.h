/* What a fault leaves in the file of findings, which is read when the program is gone; internal to the native layer. */
#ifndef ACL_SIM_NATIVE_FAULT_FINDING_H
#define ACL_SIM_NATIVE_FAULT_FINDING_H

#include <stdint.h>

#include "fault.h"

/* Appends the finding M101 when somebody has asked for findings. `context` is the handler's third argument.
 * Async-signal-safe. */
void acl_sim_fault_found(uintptr_t address, const struct acl_sim_block *block, void *context);

#endif
