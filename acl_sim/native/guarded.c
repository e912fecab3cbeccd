/* The extension module acl_sim._guarded: short guarded accesses to host memory, for the arguments of calls, and Call.
 *
 * Why not through cffi: that gives up the GIL around each call, which costs more than the access itself.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "guarded_call.h"
#include "space.h"

/* store(address, value, width) -> bool: puts the low `width` bytes of an integer there; False when it faults. */
static PyObject *store(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    if (count != 3) return PyErr_Format(PyExc_TypeError, "store takes 3 arguments, not %zd", count);
    unsigned long long address = PyLong_AsUnsignedLongLongMask(arguments[0]);
    unsigned long long value = PyLong_AsUnsignedLongLongMask(arguments[1]);
    long width = PyLong_AsLong(arguments[2]);
    if (PyErr_Occurred()) return NULL;
    if (width < 1 || width > 8) return PyErr_Format(PyExc_ValueError, "a width of %ld bytes", width);
    return PyBool_FromLong(acl_sim_put((uintptr_t)address, value, (int)width) == 0);
}

/* load(address, size) -> bytes, or None when it faults. */
static PyObject *load(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    if (count != 2) return PyErr_Format(PyExc_TypeError, "load takes 2 arguments, not %zd", count);
    unsigned long long address = PyLong_AsUnsignedLongLongMask(arguments[0]);
    Py_ssize_t size = PyLong_AsSsize_t(arguments[1]);
    if (PyErr_Occurred()) return NULL;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
    if (bytes == NULL || acl_sim_move((uintptr_t)PyBytes_AS_STRING(bytes), (uintptr_t)address, (size_t)size) == 0)
        return bytes;
    Py_DECREF(bytes);
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"store", (PyCFunction)(void (*)(void))store, METH_FASTCALL, NULL},
    {"load", (PyCFunction)(void (*)(void))load, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "acl_sim._guarded", NULL, -1, functions, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__guarded(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL || PyModule_AddType(module, &acl_sim_guarded_call) == 0) return module;
    Py_DECREF(module);
    return NULL;
}
