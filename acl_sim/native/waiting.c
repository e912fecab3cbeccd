/* What acl_sim_wait_without_gil puts in the place of the functions that wait; docs/decisions/0006-torch-npu.md says
 * why. Each tries first whether there is anything to wait for: where there is not, nothing is different.
 */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

#include <Python.h>

#include "exchange.h"
#include "waiting.h"

#define POOL_FUNCTION "_ZN3c1010ThreadPool16waitWorkCompleteEv" /* c10::ThreadPool::waitWorkComplete, of torch */

enum { ONCE_DONE = 2 }; /* what glibc keeps in a pthread_once_t afterwards */

static int (*guard_acquire)(int64_t *guard);

/* The Python thread that held the GIL, NULL when this one did not. */
static PyThreadState *let_go(void)
{
    return Py_IsInitialized() && PyGILState_Check() ? PyEval_SaveThread() : NULL;
}

static void take_back(PyThreadState *thread)
{
    if (thread != NULL) PyEval_RestoreThread(thread);
}

static int mutex_lock(pthread_mutex_t *mutex)
{
    int status = pthread_mutex_trylock(mutex);
    if (status != EBUSY) return status;
    PyThreadState *thread = let_go();
    status = pthread_mutex_lock(mutex);
    take_back(thread);
    return status;
}

static int read_lock(pthread_rwlock_t *rwlock)
{
    int status = pthread_rwlock_tryrdlock(rwlock);
    if (status != EBUSY) return status;
    PyThreadState *thread = let_go();
    status = pthread_rwlock_rdlock(rwlock);
    take_back(thread);
    return status;
}

static int write_lock(pthread_rwlock_t *rwlock)
{
    int status = pthread_rwlock_trywrlock(rwlock);
    if (status != EBUSY) return status;
    PyThreadState *thread = let_go();
    status = pthread_rwlock_wrlock(rwlock);
    take_back(thread);
    return status;
}

/* A routine that is run once may use Python, and gets the GIL back for that. What it throws passes through here while
 * the GIL is held, as the caller expects. */
static __thread struct {
    void (*routine)(void);
    PyThreadState *thread;
} once_call;

static void with_gil(void)
{
    void (*routine)(void) = once_call.routine;
    take_back(once_call.thread);
    routine();
    once_call.thread = let_go();
}

static int once(pthread_once_t *control, void (*routine)(void))
{
    if (__atomic_load_n(control, __ATOMIC_ACQUIRE) == ONCE_DONE) return 0;
    __typeof__(once_call) outer = once_call;
    once_call.routine = routine;
    once_call.thread = let_go();
    int status = pthread_once(control, with_gil);
    take_back(once_call.thread);
    once_call = outer;
    return status;
}

/* Of a variable that is initialized when its function is first called; the first byte says that it has been. */
static int guarded_initialization(int64_t *guard)
{
    if (__atomic_load_n((char *)guard, __ATOMIC_ACQUIRE) != 0) return 0;
    PyThreadState *thread = let_go();
    int to_be_initialized = guard_acquire(guard);
    take_back(thread);
    return to_be_initialized;
}

/* The work of torch_npu's thread pools, which calls us. */
static void (*wait_for_work)(void *pool);

static void work_complete(void *pool)
{
    PyThreadState *thread = let_go();
    wait_for_work(pool);
    take_back(thread);
}

static void *loaded(const char *library, const char *function)
{
    void *handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
    if (handle == NULL) return NULL;
    void *address = dlsym(handle, function);
    dlclose(handle);
    return address;
}

int64_t acl_sim_wait_without_gil(const char *library)
{
    static const Exchange exchanges[] = {
        {"pthread_mutex_lock", (uintptr_t)mutex_lock},
        {"pthread_rwlock_rdlock", (uintptr_t)read_lock},
        {"pthread_rwlock_wrlock", (uintptr_t)write_lock},
        {"pthread_once", (uintptr_t)once},
        {"__cxa_guard_acquire", (uintptr_t)guarded_initialization},
        {POOL_FUNCTION, (uintptr_t)work_complete}, /* the last one, left out where there is no torch */
    };
    *(void **)&guard_acquire = loaded("libstdc++.so.6", "__cxa_guard_acquire");
    if (guard_acquire == NULL) return -1; /* nobody can have loaded a library in C++ then */
    *(void **)&wait_for_work = loaded("libc10.so", POOL_FUNCTION);
    size_t count = sizeof exchanges / sizeof *exchanges - (wait_for_work == NULL);
    return acl_sim_exchange(library, exchanges, count);
}
