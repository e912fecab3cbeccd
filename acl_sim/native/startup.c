/* Brings Python up inside the host program, once, and says clearly why when it cannot.
 *
 * Why our own start instead of cffi's embedding mode: that one takes whichever Python PATH names, aborts the program
 * when PYTHONHOME is set, and lets exported functions return 0, which means success, when Python is missing.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "entry.h"
#include "startup.h"

extern const unsigned acl_sim_function_count; /* generated beside the wrappers */
extern _Atomic uint64_t acl_sim_private_counts[];
extern PyObject *PyInit__native(void);  /* written by cffi */
extern PyObject *PyInit__guarded(void); /* guarded.c */

_Atomic int acl_sim_state = ACL_SIM_UNSTARTED;
_Atomic uint64_t *acl_sim_counts = acl_sim_private_counts;
__thread const void *acl_sim_caller;
__thread const char *acl_sim_phase_two = "";

#define BOOT_MODULE "acl_sim.boot"

static pthread_mutex_t start_lock = PTHREAD_MUTEX_INITIALIZER;

/* `acl-sim run` reads the counters after the program has ended, however it ended: hence a shared file, not an exit
 * hook. */
__attribute__((constructor)) static void share_counts(void)
{
    const char *path = getenv("ACL_SIM_COUNTS");
    int file = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    size_t size = 2 * acl_sim_function_count * sizeof(uint64_t);
    if (lseek(file, 0, SEEK_END) >= (off_t)size) {
        void *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (shared != MAP_FAILED) acl_sim_counts = shared;
    }
    close(file);
}

void acl_sim_count_run(uint64_t function)
{
    atomic_fetch_add_explicit(&acl_sim_counts[acl_sim_function_count + function], 1, memory_order_relaxed);
}

static const char *own_path(void)
{
    Dl_info here;
    return dladdr((void *)acl_sim_start, &here) != 0 ? here.dli_fname : "libascendcl.so";
}

/* Extension modules do not link libpython: when the host loaded us without RTLD_GLOBAL they would miss its symbols. */
static void publish_libpython(void)
{
    Dl_info python;
    if (dladdr((void *)Py_IsInitialized, &python) != 0) dlopen(python.dli_fname, RTLD_LAZY | RTLD_GLOBAL | RTLD_NOLOAD);
}

/* Inside a Python process our symbols bind to the host's Python, whatever version we were compiled for. */
static int same_python(void)
{
    char built_for[16];
    snprintf(built_for, sizeof built_for, "%d.%d.", PY_MAJOR_VERSION, PY_MINOR_VERSION);
    if (strncmp(Py_GetVersion(), built_for, strlen(built_for)) == 0) return 1;
    fprintf(stderr,
            "acl-sim: %s was built for Python %d.%d and cannot join a process of Python %.*s; build it there: acl-sim "
            "build\n",
            own_path(), PY_MAJOR_VERSION, PY_MINOR_VERSION, (int)strcspn(Py_GetVersion(), " "), Py_GetVersion());
    return 0;
}

uintptr_t acl_sim_copy(void)
{
    return (uintptr_t)&acl_sim_state;
}

/* The extension modules are this very file. Importing them by its path could bring in a second copy: the file may have
 * been built again since it was loaded, or its path was relative and the program has changed directory. */
static int add_own_module(const char *name, PyObject *(*initialise)(void))
{
    PyObject *modules = PyImport_GetModuleDict();
    if (PyDict_GetItemString(modules, name) != NULL) return 1;
    PyObject *module = initialise();
    int added = module != NULL && PyDict_SetItemString(modules, name, module) == 0;
    Py_XDECREF(module);
    return added;
}

static int add_own_modules(void)
{
    return add_own_module("acl_sim._native", PyInit__native) && add_own_module("acl_sim._guarded", PyInit__guarded);
}

static int attach_entry_points(PyObject *boot)
{
    PyObject *done = NULL;
    if (boot != NULL && add_own_modules())
        done = PyObject_CallMethod(boot, "start", "Ks", (unsigned long long)acl_sim_copy(), own_path());
    if (done == NULL) PyErr_Print();
    Py_XDECREF(done);
    Py_XDECREF(boot);
    return done != NULL;
}

/* A host's environment may lack our packages: then they are taken from the one that this library was built in. */
static PyObject *import_boot_into_host(void)
{
    PyObject *boot = PyImport_ImportModule(BOOT_MODULE);
    if (boot != NULL || !PyErr_ExceptionMatches(PyExc_ModuleNotFoundError)) return boot;
    PyErr_Clear();
    PyObject *path = PySys_GetObject("path");
    const char *const places[] = {ACL_SIM_PACKAGES};
    for (size_t i = 0; path != NULL && i < sizeof places / sizeof *places; i++) {
        PyObject *place = PyUnicode_DecodeFSDefault(places[i]);
        if (place == NULL || PyList_Append(path, place) != 0) PyErr_Clear();
        Py_XDECREF(place);
    }
    return PyImport_ImportModule(BOOT_MODULE);
}

/* The host's Python is finalised before its C++ destructors run: calls that they make must not reach it. */
static void after_host_python(void)
{
    acl_sim_state = ACL_SIM_ENDED;
}

static int join_host_python(void)
{
    if (!same_python()) return 0;
    PyGILState_STATE gil = PyGILState_Ensure();
    int attached = attach_entry_points(import_boot_into_host());
    if (attached) Py_AtExit(after_host_python);
    PyGILState_Release(gil);
    return attached;
}

/* Python's own allocator keeps objects where LeakSanitizer does not look for pointers: all that they own would count as
 * leaked, and the suppressions below would be listed at the end of every run. */
static void show_objects_to_sanitizers(void)
{
    if (dlsym(RTLD_DEFAULT, "__lsan_do_leak_check") == NULL) return;
    PyPreConfig config;
    PyPreConfig_InitIsolatedConfig(&config);
    config.allocator = PYMEM_ALLOCATOR_MALLOC;
    Py_PreInitialize(&config);
}

static int start_own_python(void)
{
    const char *executable = getenv("ACL_SIM_PYTHON");
    if (executable == NULL || *executable == '\0') executable = ACL_SIM_BUILT_WITH;
    if (access(executable, X_OK) != 0) { /* Python would silently fall back to another installation */
        fprintf(stderr,
                "acl-sim: the Python that this library was built with is gone: %s; build again (acl-sim build) or set "
                "ACL_SIM_PYTHON\n",
                executable);
        return 0;
    }
    show_objects_to_sanitizers();
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.install_signal_handlers = 0; /* Ctrl-C stays the host's */
    config.write_bytecode = 1;
    PyStatus status = PyConfig_SetBytesString(&config, &config.executable, executable);
    if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) {
        fprintf(stderr, "acl-sim: Python (%s) did not start: %s\n", executable,
                status.err_msg != NULL ? status.err_msg : "no reason given");
        return 0;
    }
    int attached = attach_entry_points(PyImport_ImportModule(BOOT_MODULE));
    PyEval_SaveThread(); /* from here on any host thread may take the GIL; Python is never finalised */
    return attached;
}

/* Another thread may have held the GIL at the fork, and a device context does not survive one on hardware either. */
static void after_fork_in_child(void)
{
    if (acl_sim_state == ACL_SIM_READY || acl_sim_state == ACL_SIM_STARTING) acl_sim_state = ACL_SIM_FORKED;
}

__attribute__((constructor)) static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, after_fork_in_child);
}

static void start_locked(void)
{
    acl_sim_state = ACL_SIM_STARTING;
    publish_libpython();
    int ready = Py_IsInitialized() ? join_host_python() : start_own_python();
    if (!ready) fprintf(stderr, "acl-sim: the simulator did not start: every call answers an error\n");
    acl_sim_state = ready ? ACL_SIM_READY : ACL_SIM_FAILED;
}

static int wait_for_start(void)
{
    int before = errno; /* a program that calls perror next means its own failure */
    /* A caller that holds the GIL must not wait for a starter that needs it. */
    PyThreadState *held = Py_IsInitialized() && PyGILState_Check() ? PyEval_SaveThread() : NULL;
    pthread_mutex_lock(&start_lock);
    if (acl_sim_state == ACL_SIM_UNSTARTED) start_locked();
    int ready = acl_sim_state == ACL_SIM_READY;
    pthread_mutex_unlock(&start_lock);
    if (held != NULL) PyEval_RestoreThread(held);
    errno = before;
    return !ready;
}

int acl_sim_start(const char *name)
{
    switch (acl_sim_state) {
        case ACL_SIM_FORKED:
            fprintf(stderr,
                    "acl-sim: %s in a process that was forked after the simulator had started: use it in the parent, "
                    "or fork first\n",
                    name);
            return 1;
        case ACL_SIM_ENDED:
            fprintf(stderr, "acl-sim: %s after Python has ended: call it before the script is over\n", name);
            return 1;
        default:
            return wait_for_start();
    }
}

void acl_sim_unsupported(const char *name)
{
    fprintf(stderr, "acl-sim: %s is declared by CANN but not simulated; it answers an error\n", name);
}

/* Python keeps its objects until the process ends: that is no leak of the host program's. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libpython\nleak:_cffi_backend\nleak:_multiarray_umath\nleak:libascendcl\n";
}
