#define _GNU_SOURCE
#include "space.h"

#include <sys/mman.h>

#include "entry.h"
#include "fault.h"

enum { MAX_SPACES = 64, GRANULE_BITS = 21 };
#define GRANULE ((size_t)1 << GRANULE_BITS)

struct space {
    int device;
    uintptr_t base;
    size_t bytes;
    intptr_t distance;
    struct acl_sim_block *blocks; /* one per granule, in untouched pages until used */
};

static struct space spaces[MAX_SPACES];

static struct space *space_of(uintptr_t address)
{
    for (int i = 0; i < MAX_SPACES; i++)
        if (spaces[i].base != 0 && address - spaces[i].base < spaces[i].bytes) return &spaces[i];
    return NULL;
}

static char *reserve(size_t bytes, int protection)
{
    char *pages = mmap(NULL, bytes + GRANULE, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED) return NULL;
    size_t head = -(uintptr_t)pages & (GRANULE - 1); /* kernels choose any page: cut the range to a granule */
    if (head != 0) munmap(pages, head);
    munmap(pages + head + bytes, GRANULE - head);
    return pages + head;
}

static void release(char *pages, size_t bytes)
{
    if (pages != NULL) munmap(pages, bytes);
}

static size_t table_bytes(size_t bytes)
{
    size_t table = (bytes >> GRANULE_BITS) * sizeof(struct acl_sim_block);
    return (table + 4095) & ~(size_t)4095;
}

uintptr_t acl_sim_space_reserve(int device, size_t bytes, size_t huge_from, intptr_t *distance)
{
    struct space *space = spaces;
    while (space < spaces + MAX_SPACES && space->base != 0) space++;
    if (space == spaces + MAX_SPACES) return 0;
    char *addresses = reserve(bytes, PROT_NONE);
    char *storage = reserve(bytes, PROT_READ | PROT_WRITE);
    char *blocks = reserve(table_bytes(bytes), PROT_READ | PROT_WRITE);
    if (addresses == NULL || storage == NULL || blocks == NULL) {
        release(addresses, bytes);
        release(storage, bytes);
        release(blocks, table_bytes(bytes));
        return 0;
    }
    madvise(storage, bytes, MADV_DONTDUMP);
    madvise(storage, huge_from, MADV_NOHUGEPAGE); /* one byte of a small block must not cost 2 MiB */
    madvise(storage + huge_from, bytes - huge_from, MADV_HUGEPAGE);
    *distance = (intptr_t)(storage - addresses);
    *space = (struct space){device, (uintptr_t)addresses, bytes, *distance, (struct acl_sim_block *)blocks};
    return space->base;
}

void acl_sim_space_release(uintptr_t base)
{
    struct space *space = space_of(base);
    if (space == NULL) return;
    munmap((void *)space->base, space->bytes);
    munmap((void *)(space->base + space->distance), space->bytes);
    munmap(space->blocks, table_bytes(space->bytes));
    space->base = 0;
}

static struct acl_sim_block *entry(const struct space *space, uintptr_t address)
{
    return &space->blocks[(address - space->base) >> GRANULE_BITS];
}

void acl_sim_block_set(uintptr_t start, size_t size, size_t footprint, uint64_t serial, uintptr_t site)
{
    const struct space *space = space_of(start);
    if (space != NULL)
        *entry(space, start) = (struct acl_sim_block){start, size, footprint, serial, site, space->device, 1};
}

void acl_sim_block_free(uintptr_t start)
{
    const struct space *space = space_of(start);
    if (space != NULL) entry(space, start)->live = 0;
}

int acl_sim_block_find(uintptr_t address, struct acl_sim_block *found)
{
    const struct space *space = space_of(address);
    if (space == NULL) return 0;
    *found = (struct acl_sim_block){.device = space->device};
    for (const struct acl_sim_block *block = entry(space, address); block >= space->blocks; block--) {
        int holds = block->serial != 0 && address - block->start < block->footprint;
        if (holds && (block->live || found->serial == 0)) *found = *block;
        if (block->live) break; /* live blocks are disjoint: nothing below reaches up to here */
    }
    return 1;
}

uintptr_t acl_sim_block_at(uintptr_t address)
{
    struct acl_sim_block block;
    return acl_sim_block_find(address, &block) && block.live ? block.start : 0;
}

void acl_sim_pages_drop(uintptr_t start, size_t bytes)
{
    const struct space *space = space_of(start);
    if (space != NULL) madvise((void *)(start + space->distance), bytes, MADV_DONTNEED);
}

int acl_sim_pages_map(uintptr_t start, size_t bytes, int file)
{
    const struct space *space = space_of(start);
    if (space == NULL) return -1;
    int kind = file >= 0 ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *at = (void *)(start + space->distance);
    return mmap(at, bytes, PROT_READ | PROT_WRITE, MAP_FIXED | kind, file, 0) == at ? 0 : -1;
}

uintptr_t acl_sim_host_reserve(size_t bytes)
{
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages != MAP_FAILED ? (uintptr_t)pages : 0;
}

void acl_sim_host_release(uintptr_t start, size_t bytes)
{
    munmap((void *)start, bytes);
}

uintptr_t acl_sim_call_site(void)
{
    return (uintptr_t)acl_sim_caller;
}

const char *acl_sim_second_phase(void)
{
    return acl_sim_phase_two;
}
