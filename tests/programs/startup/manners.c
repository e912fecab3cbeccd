/* What the first call must leave as it was: errno, the locale, the signals and the working directory. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "acl/acl.h"

enum { SIGNALS = 32 };

static void look(struct sigaction *actions, sigset_t *blocked)
{
    memset(actions, 0, SIGNALS * sizeof *actions);
    for (int i = 1; i < SIGNALS; i++) sigaction(i, NULL, &actions[i]);
    sigprocmask(SIG_BLOCK, NULL, blocked);
}

static int watched(int number) /* a fault is diagnosed, then handed on */
{
    return number == SIGSEGV || number == SIGBUS;
}

int main(void)
{
    struct sigaction before[SIGNALS], after[SIGNALS];
    sigset_t blocked_before, blocked_after;
    char locale[256], directory[4096], now[4096];
    setlocale(LC_ALL, "C");
    snprintf(locale, sizeof locale, "%s", setlocale(LC_ALL, NULL));
    look(before, &blocked_before);
    if (getcwd(directory, sizeof directory) == NULL) return 2;

    errno = ENOTTY;
    aclError status = aclInit(NULL);
    int error = errno;

    look(after, &blocked_after);
    if (getcwd(now, sizeof now) == NULL) return 2;
    printf("status %d, errno %s\n", status, error == ENOTTY ? "kept" : strerror(error));
    printf("locale %s\n", strcmp(locale, setlocale(LC_ALL, NULL)) == 0 ? "kept" : setlocale(LC_ALL, NULL));
    printf("directory %s\n", strcmp(directory, now) == 0 ? "kept" : now);
    printf("mask %s\n", memcmp(&blocked_before, &blocked_after, sizeof blocked_before) == 0 ? "kept" : "changed");
    for (int i = 1; i < SIGNALS; i++)
        if (!watched(i) && before[i].sa_handler != after[i].sa_handler) printf("signal %d changed\n", i);
    return 0;
}
