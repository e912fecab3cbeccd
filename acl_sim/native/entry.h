/* What every exported function does before it reaches Python: count the call, remember who called, start Python once.
 *
 * The generated wrappers (build/wrappers.py) are the only users of this header besides startup.c.
 */
#ifndef ACL_SIM_NATIVE_ENTRY_H
#define ACL_SIM_NATIVE_ENTRY_H

#include <stdatomic.h>
#include <stdint.h>

enum acl_sim_state {
    ACL_SIM_UNSTARTED,
    ACL_SIM_STARTING,
    ACL_SIM_READY,
    ACL_SIM_FAILED,
    ACL_SIM_FORKED, /* this is a child, and the simulator had started in its parent */
    ACL_SIM_ENDED,  /* the Python that we had joined is gone */
};

extern _Atomic int acl_sim_state;
/* The calls of each exported function, then the runs of each operator; shared with `acl-sim run` when asked. */
extern _Atomic uint64_t *acl_sim_counts;
extern __thread const void *acl_sim_caller;
/* Which second phase this thread is in, or was in last: all share one entry. */
extern __thread const char *acl_sim_phase_two;

/* Starts Python and attaches the entry points; 0 when the simulator can be used. `name` is for the message. */
int acl_sim_start(const char *name);

/* Says on stderr that `name` is declared but not simulated. */
void acl_sim_unsupported(const char *name);

#define ACL_SIM_ENTER(index, name, failed)                                                                             \
    do {                                                                                                               \
        acl_sim_caller = __builtin_return_address(0);                                                                  \
        atomic_fetch_add_explicit(&acl_sim_counts[index], 1, memory_order_relaxed);                                    \
        if (atomic_load_explicit(&acl_sim_state, memory_order_acquire) != ACL_SIM_READY && acl_sim_start(name) != 0)   \
            return failed;                                                                                             \
    } while (0)

#endif
