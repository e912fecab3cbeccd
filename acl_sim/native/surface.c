#include "surface.h"

#include "entry.h"

extern int64_t acl_sim_py_surface(const char *module, const char *function, int64_t failed, const int64_t *slots,
                                  uint64_t count);

__attribute__((visibility("default"))) int64_t acl_sim_surface(const void *caller, const char *module,
                                                               const char *function, int64_t failed,
                                                               const int64_t *slots, uint64_t count)
{
    acl_sim_caller = caller;
    if (atomic_load_explicit(&acl_sim_state, memory_order_acquire) != ACL_SIM_READY && acl_sim_start(function) != 0)
        return failed;
    return acl_sim_py_surface(module, function, failed, slots, count);
}
