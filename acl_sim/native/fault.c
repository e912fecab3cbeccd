/* Guarded accesses, and the diagnosis of a host that dereferences a device address. */
#define _GNU_SOURCE
#include "fault.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault_finding.h"
#include "line.h"
#include "space.h"

/* Where a guarded access of this thread resumes when it faults. Volatile: to the compiler nobody reads it meanwhile. */
static __thread sigjmp_buf *volatile guard;
static struct sigaction previous_segv, previous_bus;

#define GUARDED(access)                                                                                                \
    do {                                                                                                               \
        sigjmp_buf resume;                                                                                             \
        if (sigsetjmp(resume, 0) != 0) {                                                                               \
            guard = NULL;                                                                                              \
            return -1;                                                                                                 \
        }                                                                                                              \
        guard = &resume;                                                                                               \
        access;                                                                                                        \
        guard = NULL;                                                                                                  \
        return 0;                                                                                                      \
    } while (0)

/* Beyond what any process has. A sanitizer in the host would take such a range for a bug of ours. */
static int is_absurd(uintptr_t address, size_t bytes)
{
    return bytes >> 56 != 0 || (address + bytes) >> 56 != 0 || address >> 56 != 0;
}

int acl_sim_move(uintptr_t to, uintptr_t from, size_t bytes)
{
    if (is_absurd(to, bytes) || is_absurd(from, bytes)) return -1;
    GUARDED(memmove((void *)to, (const void *)from, bytes));
}

int acl_sim_fill(uintptr_t to, int value, size_t bytes)
{
    if (is_absurd(to, bytes)) return -1;
    GUARDED(memset((void *)to, value, bytes));
}

int acl_sim_put(uintptr_t to, uint64_t value, int width)
{
    if (is_absurd(to, sizeof value)) return -1;
    GUARDED(memcpy((void *)to, &value, (size_t)width)); /* little-endian, like every host of CANN */
}

/* file:line when binutils' addr2line and debug information are there; nothing otherwise. */
static void add_source_line(struct line *line, const char *module, uint64_t offset)
{
    char address[32];
    struct line number = {address, sizeof address, 0};
    add_number(&number, offset, 16);
    address[number.used] = '\0';
    int answer[2];
    if (pipe(answer) != 0) return;
    pid_t child = fork();
    if (child == 0) {
        dup2(answer[1], STDOUT_FILENO);
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        execlp("addr2line", "addr2line", "-s", "-e", module, address, (char *)NULL);
        _exit(127);
    }
    close(answer[1]);
    char text[256];
    ssize_t length = read(answer[0], text, sizeof text - 1);
    close(answer[0]);
    if (child > 0) waitpid(child, NULL, 0);
    if (length <= 0 || text[0] == '?') return;
    text[length] = '\0';
    text[strcspn(text, " \n")] = '\0';
    add(line, text);
    add(line, " ");
}

static void add_site(struct line *line, uintptr_t site)
{
    Dl_info caller;
    if (dladdr((void *)site, &caller) == 0 || caller.dli_fname == NULL) return add_number(line, site, 16);
    uintptr_t call = site - 1 - (uintptr_t)caller.dli_fbase; /* the call, not the instruction after it */
    add_source_line(line, caller.dli_fname, call);
    const char *file = strrchr(caller.dli_fname, '/');
    add(line, "(");
    add(line, file != NULL ? file + 1 : caller.dli_fname);
    add(line, "+");
    add_number(line, call, 16);
    add(line, ")");
}

static void diagnose(uintptr_t address, const struct acl_sim_block *block)
{
    char message[512];
    struct line line = {message, sizeof message, 0};
    add(&line, "acl-sim: host code touched device memory: address ");
    add_number(&line, address, 16);
    if (block->serial == 0) {
        add(&line, " is an address of device ");
        add_number(&line, (uint64_t)block->device, 10);
        add(&line, " inside no allocation");
    } else {
        add(&line, " is offset ");
        add_number(&line, address - block->start, 10);
        add(&line, block->live ? " of allocation #" : " of the FREED allocation #");
        add_number(&line, block->serial, 10);
        add(&line, " (");
        add_number(&line, block->size, 10);
        add(&line, " bytes on device ");
        add_number(&line, (uint64_t)block->device, 10);
        add(&line, ", allocated at ");
        add_site(&line, block->site);
        add(&line, ")");
    }
    add(&line, "; only kernels and aclrtMemcpy reach it\n");
    ssize_t written = write(STDERR_FILENO, line.text, line.used);
    (void)written;
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    if (acl_sim_pages_touched((uintptr_t)info->si_addr, context, guard != NULL)) return;
    if (guard != NULL) siglongjmp(*guard, 1);
    struct acl_sim_block block;
    if (acl_sim_block_find((uintptr_t)info->si_addr, &block)) {
        acl_sim_fault_found((uintptr_t)info->si_addr, &block, context);
        diagnose((uintptr_t)info->si_addr, &block);
    }
    /* Let the instruction fault again under whatever was installed before us: a core dump, ASan's report, ... */
    sigaction(signal, signal == SIGSEGV ? &previous_segv : &previous_bus, NULL);
}

void acl_sim_watch_faults(void)
{
    struct sigaction ours = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
    sigemptyset(&ours.sa_mask);
    sigaction(SIGSEGV, &ours, &previous_segv);
    sigaction(SIGBUS, &ours, &previous_bus);
}
