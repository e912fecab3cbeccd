/* acl_sim._guarded.Call: what stands between an exported function and the Python function that answers it.
 *
 * In Python the same takes half a microsecond, most of it for packing and unpacking the arguments, and every call of
 * every program passes here. What is to be done when is Python's to say (entry.py); this only does it in order.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "guarded_call.h"

typedef struct {
    PyObject_HEAD PyObject *function;
    PyObject *acquire, *release; /* of the lock that makes a call atomic */
    PyObject *listeners;         /* a dict: while it is empty nobody hears */
    PyObject *hear;              /* called with the tuple of arguments when somebody does */
    PyObject *required;          /* a tuple of positions at which 0 is refused */
    PyObject *null;              /* called with such a position: returns the exception */
    PyObject *answer;            /* called with what was raised: returns what the exported function returns */
} Call;

static int done(PyObject *result)
{
    Py_XDECREF(result);
    return result != NULL;
}

static int has_required(const Call *self, PyObject *arguments)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(self->required); i++) {
        PyObject *position = PyTuple_GET_ITEM(self->required, i);
        PyObject *value = PyTuple_GetItem(arguments, PyLong_AsSsize_t(position));
        int given = value != NULL ? PyObject_IsTrue(value) : -1;
        if (given == 1) continue;
        PyObject *refusal = given == 0 ? PyObject_CallOneArg(self->null, position) : NULL;
        if (refusal != NULL) PyErr_SetObject((PyObject *)Py_TYPE(refusal), refusal);
        Py_XDECREF(refusal);
        return 0;
    }
    return 1;
}

static PyObject *answer(const Call *self)
{
    PyObject *type, *raised, *traceback;
    PyErr_Fetch(&type, &raised, &traceback);
    PyErr_NormalizeException(&type, &raised, &traceback);
    if (traceback != NULL) PyException_SetTraceback(raised, traceback);
    PyObject *result = PyObject_CallOneArg(self->answer, raised);
    Py_XDECREF(type);
    Py_XDECREF(raised);
    Py_XDECREF(traceback);
    return result;
}

static PyObject *call(Call *self, PyObject *arguments, PyObject *keywords)
{
    PyObject *result = NULL;
    if (!done(PyObject_CallNoArgs(self->acquire))) return NULL;
    int heard = PyDict_GET_SIZE(self->listeners) == 0 || done(PyObject_CallOneArg(self->hear, arguments));
    if (heard && has_required(self, arguments)) result = PyObject_Call(self->function, arguments, keywords);
    if (result == NULL) result = answer(self);
    else if (result == Py_None) Py_SETREF(result, PyLong_FromLong(0));
    if (result == NULL) { /* not even a refusal could be made of it: that is what must be reported */
        PyObject *type, *raised, *traceback;
        PyErr_Fetch(&type, &raised, &traceback);
        done(PyObject_CallNoArgs(self->release));
        PyErr_Restore(type, raised, traceback);
        return NULL;
    }
    if (!done(PyObject_CallNoArgs(self->release))) Py_CLEAR(result);
    return result;
}

static PyObject *new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"function", "acquire", "release", "listeners", "hear", "required", "null", "answer", NULL};
    Call *self = (Call *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "OOOO!OO!OO", names, &self->function, &self->acquire,
                                     &self->release, &PyDict_Type, &self->listeners, &self->hear, &PyTuple_Type,
                                     &self->required, &self->null, &self->answer)) {
        type->tp_free(self);
        return NULL;
    }
    PyObject *const owned[] = {self->function, self->acquire,  self->release, self->listeners,
                               self->hear,     self->required, self->null,    self->answer};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) Py_INCREF(owned[i]); /* for ever, like the entries */
    return (PyObject *)self;
}

PyTypeObject acl_sim_guarded_call = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "acl_sim._guarded.Call",
    .tp_basicsize = sizeof(Call),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = new,
    .tp_call = (ternaryfunc)call,
};
