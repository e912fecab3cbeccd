#define _GNU_SOURCE
#include "closed_pages.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>

#include "fault_finding.h"

enum { MOST = 256, MOST_RETRIES = 16, LONGEST = 2048 };
enum state { UNUSED, OPEN, CLOSED, TOUCHED };

/* What a number stands for. Where it was last stays known when it is unused, for the thread that faults at the very
 * moment in which another one opens the pages. */
static struct closed {
    _Atomic enum state state;
    uintptr_t first;
    size_t bytes;
    int readable, found;
    char head[LONGEST], tail[LONGEST];
} table[MOST];

static int protect(const struct closed *pages, int protection)
{
    return mprotect((void *)pages->first, pages->bytes, protection);
}

int acl_sim_pages_close(uintptr_t first, size_t bytes, int readable, const char *head, const char *tail)
{
    int number = 0;
    while (number < MOST && table[number].state != UNUSED) number++;
    if (number == MOST) return -1;
    struct closed *pages = &table[number];
    pages->first = first;
    pages->bytes = bytes;
    pages->readable = readable;
    pages->found = 0;
    int whole =
        snprintf(pages->head, LONGEST, "%s", head) < LONGEST && snprintf(pages->tail, LONGEST, "%s", tail) < LONGEST;
    pages->state = OPEN;
    if (whole) acl_sim_pages_close_again(number);
    if (pages->state == CLOSED) return number;
    pages->state = UNUSED;
    return -1;
}

void acl_sim_pages_open(int number)
{
    enum state closed = CLOSED;
    protect(&table[number], PROT_READ | PROT_WRITE);
    atomic_compare_exchange_strong(&table[number].state, &closed, OPEN);
}

void acl_sim_pages_close_again(int number)
{
    struct closed *pages = &table[number];
    enum state open = OPEN;
    if (!atomic_compare_exchange_strong(&pages->state, &open, CLOSED)) return;
    if (protect(pages, pages->readable ? PROT_READ : PROT_NONE) != 0) pages->state = OPEN;
}

int acl_sim_pages_give_back(int number)
{
    struct closed *pages = &table[number];
    protect(pages, PROT_READ | PROT_WRITE);
    pages->state = UNUSED;
    return pages->found;
}

/* Whether this thread has just been here: then the pages are not what it faults at. */
static int is_in_vain(uintptr_t address)
{
    static __thread uintptr_t last;
    static __thread int retries;
    retries = address == last ? retries + 1 : 0;
    last = address;
    return retries > MOST_RETRIES;
}

int acl_sim_pages_touched(uintptr_t address, void *context, int is_ours)
{
    struct closed *touched = NULL;
    int known = 0;
    for (struct closed *pages = table; pages < table + MOST; pages++) {
        if (address - pages->first >= pages->bytes) continue;
        enum state closed = CLOSED;
        known = 1;
        if (!atomic_compare_exchange_strong(&pages->state, &closed, TOUCHED)) continue;
        protect(pages, PROT_READ | PROT_WRITE);
        touched = pages;
    }
    if (touched != NULL && !is_ours) {
        touched->found = 1;
        acl_sim_write_finding(touched->head, touched->tail, context);
    }
    return touched != NULL || (known && !is_in_vain(address));
}
