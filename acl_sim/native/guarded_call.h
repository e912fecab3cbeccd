/* The type acl_sim._guarded.Call, for the module that guarded.c defines. */
#ifndef ACL_SIM_NATIVE_GUARDED_CALL_H
#define ACL_SIM_NATIVE_GUARDED_CALL_H

#include <Python.h>

extern PyTypeObject acl_sim_guarded_call;

#endif
