/* Findings that the fault handler writes itself: of M101 nothing of the program runs after it, and where pages are
 * touched is known only here. The lines have the form of checks/finding.py. */
#define _GNU_SOURCE
#include "fault_finding.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <sched.h>
#include <stdatomic.h>
#include <ucontext.h>
#include <unistd.h>

#include "line.h"
#include "space.h"

enum { MOST_FRAMES = 32, LONGEST_FINDING = 16384 };

static int findings = -1, reports_faults;
static void *libc_base;

void acl_sim_findings(const char *path)
{
    Dl_info libc;
    void *frame;
    findings = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    /* a function that no sanitizer puts its own before */
    if (dladdr((void *)gnu_get_libc_version, &libc) != 0) libc_base = libc.dli_fbase;
    backtrace(&frame, 1); /* the first call loads the unwinder, which a handler must not */
}

void acl_sim_report_faults(void)
{
    reports_faults = 1;
}

static uintptr_t program_counter(const void *context)
{
    const ucontext_t *interrupted = context;
#if defined(__x86_64__)
    return (uintptr_t)interrupted->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)interrupted->uc_mcontext.pc;
#else
    (void)interrupted;
    return 0;
#endif
}

static int is_in_libc(uintptr_t code)
{
    Dl_info module;
    return libc_base != NULL && dladdr((void *)code, &module) != 0 && module.dli_fbase == libc_base;
}

/* The instruction that faulted; of a memcpy or strlen, the program's call of it. */
static uintptr_t program_site(uintptr_t counter)
{
    void *frames[MOST_FRAMES];
    if (!is_in_libc(counter)) return counter;
    int count = backtrace(frames, MOST_FRAMES), at = 0;
    while (at < count && (uintptr_t)frames[at] != counter) at++; /* below that are the handler's own frames */
    while (at < count && is_in_libc((uintptr_t)frames[at])) at++;
    return at < count ? (uintptr_t)frames[at] - 1 : counter;
}

static void add_quoted(struct line *line, const char *text)
{
    add(line, "\"");
    for (; *text != '\0'; text++) {
        const char one[] = {(unsigned char)*text < ' ' ? '?' : *text, '\0'};
        if (*text == '"' || *text == '\\') add(line, "\\");
        add(line, one);
    }
    add(line, "\"");
}

static void add_site(struct line *line, uintptr_t code)
{
    Dl_info module;
    int known = dladdr((void *)code, &module) != 0 && module.dli_fname != NULL;
    add(line, "{\"module\": ");
    add_quoted(line, known ? module.dli_fname : "");
    add(line, ", \"offset\": ");
    add_number(line, known ? code - (uintptr_t)module.dli_fbase : 0, 10);
    add(line, ", \"is_line\": false}");
}

static void add_detail(struct line *line, uintptr_t address, const struct acl_sim_block *block)
{
    add(line, "the host touches ");
    if (block->serial == 0) {
        add_number(line, address, 16);
        add(line, ", an address of device ");
        add_number(line, (uint64_t)block->device, 10);
        add(line, " inside no allocation");
        return;
    }
    add(line, "offset ");
    add_number(line, address - block->start, 10);
    add(line, block->live ? " of allocation #" : " of the freed allocation #");
    add_number(line, block->serial, 10);
    add(line, " on device ");
    add_number(line, (uint64_t)block->device, 10);
}

static void add_other(struct line *line, const struct acl_sim_block *block)
{
    if (block->serial == 0) return add(line, "null");
    add(line, "{\"what\": \"allocation #");
    add_number(line, block->serial, 10);
    add(line, " of ");
    add_number(line, block->size, 10);
    add(line, " bytes was made\", \"site\": ");
    add_site(line, block->site - 1); /* the call, not the instruction after it */
    add(line, "}");
}

static char text[LONGEST_FINDING]; /* a handler's stack may be small */
static atomic_flag text_is_used = ATOMIC_FLAG_INIT;

/* An empty line, or one without text when there is nobody to read it. */
static struct line begin(void)
{
    if (findings < 0) return (struct line){NULL, 0, 0};
    while (atomic_flag_test_and_set(&text_is_used)) sched_yield();
    return (struct line){text, sizeof text, 0};
}

static void end(const struct line *line)
{
    ssize_t written = write(findings, line->text, line->used);
    (void)written;
    atomic_flag_clear(&text_is_used);
}

void acl_sim_write_finding(const char *head, const char *tail, void *context)
{
    struct line line = begin();
    if (line.text == NULL) return;
    add(&line, head);
    add_site(&line, program_site(program_counter(context)));
    add(&line, tail);
    add(&line, "\n");
    end(&line);
}

void acl_sim_fault_found(uintptr_t address, const struct acl_sim_block *block, void *context)
{
    struct line line = reports_faults ? begin() : (struct line){NULL, 0, 0};
    if (line.text == NULL) return;
    add(&line, "{\"rule\": \"M101\", \"call\": \"\", \"detail\": \"");
    add_detail(&line, address, block);
    add(&line, "\", \"site\": ");
    add_site(&line, program_site(program_counter(context)));
    add(&line, ", \"other\": ");
    add_other(&line, block);
    add(&line, "}\n");
    end(&line);
}
