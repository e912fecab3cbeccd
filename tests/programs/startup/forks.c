/* What fork does before, during and after the start. The argument chooses. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acl/acl.h"

enum { CALL_SUCCEEDS = 10, CALL_FAILS = 11, PATIENCE = 20 };

static int call(void)
{
    uint32_t count = 0;
    return aclrtGetDeviceCount(&count) == ACL_SUCCESS && count > 0 ? CALL_SUCCEEDS : CALL_FAILS;
}

/* Exit status of a child that makes one call; a child that hangs is ended by SIGALRM. */
static int child(void)
{
    pid_t made = fork();
    if (made == 0) {
        alarm(PATIENCE);
        exit(call());
    }
    int status = 0;
    waitpid(made, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void *hammer(void *unused)
{
    (void)unused;
    while (call() == CALL_SUCCEEDS) {
    }
    return NULL;
}

static void *one_call(void *unused)
{
    (void)unused;
    call();
    return NULL;
}

static int before(void)
{
    int in_child = child();
    printf("child %d, parent %d\n", in_child, call());
    return 0;
}

static int after(void)
{
    pthread_t threads[2]; /* some thread holds Python's lock at most forks */
    if (call() != CALL_SUCCEEDS) return 2;
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, hammer, NULL);
    for (int i = 0; i < 10; i++) {
        int in_child = child();
        if (in_child != CALL_FAILS) {
            printf("child %d\n", in_child);
            return 3;
        }
    }
    printf("child %d, parent %d\n", CALL_FAILS, call());
    return 0;
}

/* Another thread is starting the simulator: the child may be early enough to start its own, and must not hang. */
static int during(void)
{
    pthread_t starter;
    pthread_create(&starter, NULL, one_call, NULL);
    for (int i = 0; i < 12; i++) {
        usleep(2000);
        int in_child = child();
        if (in_child < 0) {
            printf("child %d\n", in_child);
            return 3;
        }
        if (in_child == CALL_FAILS) break;
    }
    pthread_join(starter, NULL);
    printf("parent %d\n", call());
    return 0;
}

static int programs(void)
{
    if (call() != CALL_SUCCEEDS) return 2;
    printf("system %d\n", system("exit 7") >> 8);
    pid_t made = fork();
    if (made == 0) {
        execl("/bin/sh", "sh", "-c", "exit 8", (char *)NULL);
        _exit(127);
    }
    int status = 0;
    waitpid(made, &status, 0);
    printf("exec %d, parent %d\n", WEXITSTATUS(status), call());
    return 0;
}

int main(int count, char **arguments)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    const char *when = count > 1 ? arguments[1] : "";
    if (strcmp(when, "before") == 0) return before();
    if (strcmp(when, "after") == 0) return after();
    if (strcmp(when, "during") == 0) return during();
    return programs();
}
