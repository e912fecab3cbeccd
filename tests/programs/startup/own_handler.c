/* A program with a SIGSEGV handler of its own, installed before the simulator's: its faults stay its affair. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "acl/acl.h"

static sigjmp_buf back;
static void *volatile seen;

static void on_fault(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)context;
    seen = info->si_addr;
    siglongjmp(back, 1);
}

int main(void)
{
    struct sigaction mine;
    memset(&mine, 0, sizeof mine);
    mine.sa_sigaction = on_fault;
    mine.sa_flags = SA_SIGINFO;
    sigaction(SIGSEGV, &mine, NULL);
    if (aclInit(NULL) != ACL_SUCCESS) return 2;
    for (int i = 1; i <= 2; i++) { /* once is luck: the handler must still be there afterwards */
        volatile int *nowhere = (volatile int *)(0x10000ul * i);
        if (sigsetjmp(back, 1) == 0) *nowhere = 1;
        printf("fault %d: %s\n", i, seen == (void *)nowhere ? "mine" : "lost");
    }
    return 0;
}
