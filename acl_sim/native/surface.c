#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "entry.h"
#include "surface.h"

#if PY_VERSION_HEX < 0x030D0000
#define Py_IsFinalizing _Py_IsFinalizing
#endif

extern int64_t acl_sim_py_surface(const char *module, const char *function, int64_t failed, const int64_t *slots,
                                  uint64_t count);

__attribute__((visibility("default"))) int64_t acl_sim_surface(const void *caller, const char *module,
                                                               const char *function, int64_t failed,
                                                               const int64_t *slots, uint64_t count)
{
    acl_sim_caller = caller;
    if (atomic_load_explicit(&acl_sim_state, memory_order_acquire) != ACL_SIM_READY && acl_sim_start(function) != 0)
        return failed;
    /* What a host's Python still holds ends after our modules have: those destructors have nothing to give back. */
    if (Py_IsFinalizing()) return failed;
    return acl_sim_py_surface(module, function, failed, slots, count);
}
