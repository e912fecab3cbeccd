/* A library calls a function of another one through an address in its global offset table, which the loader puts there
 * and which is exchanged here. On x86-64 and AArch64 each such address has one relocation with an addend.
 */
#define _GNU_SOURCE
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "exchange.h"

#ifdef __aarch64__
enum { CALLED = R_AARCH64_JUMP_SLOT, TAKEN = R_AARCH64_GLOB_DAT };
#else
enum { CALLED = R_X86_64_JUMP_SLOT, TAKEN = R_X86_64_GLOB_DAT };
#endif

typedef struct {
    const char *library;
    const Exchange *exchanges;
    size_t count;
    int64_t changed;
} Search;

typedef struct {
    const struct dl_phdr_info *object;
    const ElfW(Dyn) * dynamic;
} Library;

/* glibc has added the load address to what is an address among these. */
static uintptr_t entry(const Library *library, ElfW(Sxword) tag)
{
    for (const ElfW(Dyn) *item = library->dynamic; item->d_tag != DT_NULL; item++)
        if (item->d_tag == tag) return item->d_un.d_ptr;
    return 0;
}

static const ElfW(Phdr) * segment(const struct dl_phdr_info *object, ElfW(Word) type)
{
    for (int i = 0; i < object->dlpi_phnum; i++)
        if (object->dlpi_phdr[i].p_type == type) return &object->dlpi_phdr[i];
    return NULL;
}

/* The table is read-only once the loader is done with it. */
static int put(const Library *library, uintptr_t offset, uintptr_t address)
{
    const ElfW(Phdr) *read_only = segment(library->object, PT_GNU_RELRO);
    uintptr_t place = library->object->dlpi_addr + offset, size = (uintptr_t)sysconf(_SC_PAGESIZE);
    void *page = (void *)(place & ~(size - 1));
    if (mprotect(page, size, PROT_READ | PROT_WRITE) != 0) return -1;
    __atomic_store_n((uintptr_t *)place, address, __ATOMIC_RELEASE);
    int protect = read_only != NULL && offset - read_only->p_vaddr < read_only->p_memsz;
    return protect ? mprotect(page, size, PROT_READ) : 0;
}

static uintptr_t substitute(const Search *search, const char *name)
{
    for (size_t i = 0; i < search->count; i++)
        if (strcmp(search->exchanges[i].name, name) == 0) return search->exchanges[i].substitute;
    return 0;
}

static int exchange(Search *search, const Library *library, uintptr_t table, size_t size)
{
    const ElfW(Sym) *symbols = (const ElfW(Sym) *)entry(library, DT_SYMTAB);
    const char *names = (const char *)entry(library, DT_STRTAB);
    const ElfW(Rela) *relocations = (const ElfW(Rela) *)table;
    for (size_t i = 0; i < size / sizeof *relocations; i++) {
        uint32_t type = ELF64_R_TYPE(relocations[i].r_info);
        if (type != CALLED && type != TAKEN) continue;
        const char *name = names + symbols[ELF64_R_SYM(relocations[i].r_info)].st_name;
        uintptr_t address = substitute(search, name);
        if (address == 0) continue;
        if (put(library, relocations[i].r_offset, address) != 0) return -1;
        search->changed++;
    }
    return 0;
}

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
    (void)size;
    Search *search = data;
    const char *slash = strrchr(object->dlpi_name, '/');
    if (strcmp(slash != NULL ? slash + 1 : object->dlpi_name, search->library) != 0) return 0;
    Library library = {object, (const ElfW(Dyn) *)(object->dlpi_addr + segment(object, PT_DYNAMIC)->p_vaddr)};
    if (exchange(search, &library, entry(&library, DT_JMPREL), entry(&library, DT_PLTRELSZ)) != 0 ||
        exchange(search, &library, entry(&library, DT_RELA), entry(&library, DT_RELASZ)) != 0)
        search->changed = -1;
    return 1;
}

int64_t acl_sim_exchange(const char *library, const Exchange *exchanges, size_t count)
{
    Search search = {library, exchanges, count, 0};
    dl_iterate_phdr(visit, &search);
    return search.changed;
}
