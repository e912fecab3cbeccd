/* What a fault leaves in the file of findings, which is read when the program is gone; internal to the native layer. */
#ifndef ACL_SIM_NATIVE_FAULT_FINDING_H
#define ACL_SIM_NATIVE_FAULT_FINDING_H

#include <stdint.h>

#include "fault.h"

/* Appends the finding that consists of `head`, the program's site and `tail`. `context` is the handler's third
 * argument. Async-signal-safe, as all of these. */
void acl_sim_write_finding(const char *head, const char *tail, void *context);

/* Whether an address is in closed pages, which are open now, or were meanwhile opened by another thread: the access can
 * be tried again. A finding unless it is one of ours. (closed_pages.c) */
int acl_sim_pages_touched(uintptr_t address, void *context, int is_ours);

/* Appends the finding M101 when somebody has asked for findings. */
void acl_sim_fault_found(uintptr_t address, const struct acl_sim_block *block, void *context);

#endif
