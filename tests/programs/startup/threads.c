/* The first calls of several threads at once, on stacks of as many bytes as the argument says. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "acl/acl.h"

enum { THREADS = 4 };

static pthread_barrier_t gate;

static void *work(void *succeeded)
{
    uint32_t count = 0;
    void *memory = NULL;
    pthread_barrier_wait(&gate);
    *(int *)succeeded = aclrtGetDeviceCount(&count) == 0 && aclrtSetDevice(0) == 0 &&
                        aclrtMalloc(&memory, 4096, ACL_MEM_MALLOC_HUGE_FIRST) == 0 && aclrtFree(memory) == 0;
    return NULL;
}

int main(int count, char **arguments)
{
    pthread_t threads[THREADS];
    int succeeded[THREADS] = {0}, all = 1;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    if (count > 1) pthread_attr_setstacksize(&attributes, strtoul(arguments[1], NULL, 10));
    pthread_barrier_init(&gate, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], &attributes, work, &succeeded[i]) != 0) return 2;
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++) all = all && succeeded[i];
    printf("%s\n", all ? "all succeeded" : "some failed");
    return !all;
}
