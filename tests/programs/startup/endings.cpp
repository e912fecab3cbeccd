// Ways to end a program that has used the simulator and does not clean up. The argument chooses one.
#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "acl/acl.h"

namespace {

const char *way = "";

bool Works()
{
    int32_t device = -1;
    return aclrtGetDevice(&device) == ACL_SUCCESS && device == 0;
}

void Report(const char *where)
{
    printf("%s: %s\n", where, Works() ? "works" : "fails");
    fflush(stdout);
}

struct Static {
    ~Static()
    {
        if (strcmp(way, "destructor") == 0) Report("destructor");
    }
} object;

void AtExit()
{
    Report("atexit");
}

void *ExitHere(void *)
{
    if (!Works()) _exit(3); // a device is current on each thread of its own
    exit(0);
}

void *ExitFromThread(void *)
{
    if (aclrtSetDevice(0) != ACL_SUCCESS) _exit(3);
    return ExitHere(nullptr);
}

// Keeps the simulator busy while another thread ends the process.
void *Hammer(void *)
{
    aclrtSetDevice(0);
    while (Works()) {
    }
    return nullptr;
}

void QueueTasks()
{
    aclrtStream stream = nullptr;
    void *memory = nullptr;
    if (aclrtCreateStream(&stream) != 0 || aclrtMalloc(&memory, 1 << 20, ACL_MEM_MALLOC_HUGE_FIRST) != 0) _exit(3);
    for (int i = 0; i < 100; i++)
        if (aclrtMemsetAsync(memory, 1 << 20, i, 1 << 20, stream) != 0) _exit(3);
}

} // namespace

int main(int, char **arguments)
{
    way = arguments[1];
    if (aclInit(nullptr) != ACL_SUCCESS || aclrtSetDevice(0) != ACL_SUCCESS) return 2;
    pthread_t thread;
    if (strcmp(way, "atexit") == 0) atexit(AtExit);
    if (strcmp(way, "queued") == 0) QueueTasks();
    if (strcmp(way, "busy") == 0) {
        for (int i = 0; i < 4; i++) pthread_create(&thread, nullptr, Hammer, nullptr);
        usleep(50000);
    }
    if (strcmp(way, "thread") == 0) {
        pthread_create(&thread, nullptr, ExitFromThread, nullptr);
        pthread_join(thread, nullptr);
        return 4;
    }
    return 0;
}
