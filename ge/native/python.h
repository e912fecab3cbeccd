/* How this library reaches its Python implementation in ge/surface.py. */
#ifndef GE_NATIVE_PYTHON_H
#define GE_NATIVE_PYTHON_H

#include <initializer_list>

#include "acl_sim/native/surface.h"
#include "graph_engine.h"

namespace ge {
namespace native {

/* A tensor as both sides see it; the layout of ge/surface.py. */
struct Described {
    static constexpr size_t kMostDims = 16;
    int64_t type, placement, address, bytes, rank, dims[kMostDims];
};

/* Calls a Python function with 64-bit numbers; `failed` is the answer when Python cannot give one. */
inline int64_t call(const char *function, std::initializer_list<int64_t> slots, int64_t failed = FAILED)
{
    return acl_sim_surface(__builtin_return_address(0), "ge.surface", function, failed, slots.begin(), slots.size());
}

inline int64_t number(const void *pointer)
{
    return static_cast<int64_t>(reinterpret_cast<uintptr_t>(pointer));
}

/* The status of a call that answers one: everything but success is FAILED, the reason is in the message. */
inline Status status(const char *function, std::initializer_list<int64_t> slots)
{
    return call(function, slots) == 0 ? SUCCESS : FAILED;
}

} // namespace native
} // namespace ge

#endif
