/* Loads a library by name as plug-in loaders do. Arguments: a word for what to do, then paths of libraries. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*get_count)(uint32_t *count);

static void *load(const char *path)
{
    void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(2);
    }
    return library;
}

static int call(void *library)
{
    uint32_t count = 0;
    int status = ((get_count)dlsym(library, "aclrtGetDeviceCount"))(&count);
    return status != 0 || count == 0;
}

/* The same library under every name. */
static int names(char **paths)
{
    void *first = load(paths[0]);
    for (char **path = paths; *path != NULL; path++)
        if (load(*path) != first) return 3;
    return call(first);
}

/* Unloaded and loaded again: what had been attached must still be. */
static int again(char **paths)
{
    void *library = load(paths[0]);
    if (call(library) != 0) return 3;
    dlclose(library);
    return call(load(paths[0]));
}

/* Loaded by a relative path; the directory and the file have changed by the time of the first call. */
static int moved(char **paths)
{
    void *library = load(paths[0]);
    if (rename(paths[1], paths[0]) != 0 || chdir("/") != 0) return 3;
    return call(library);
}

/* Two copies in one process: the second must not pretend to work. */
static int copies(char **paths)
{
    if (call(load(paths[0])) != 0) return 3;
    return call(load(paths[1])) != 0 ? 0 : 4;
}

int main(int count, char **arguments)
{
    if (count < 3) return 2;
    const char *what = arguments[1];
    char **paths = arguments + 2;
    if (strcmp(what, "names") == 0) return names(paths);
    if (strcmp(what, "again") == 0) return again(paths);
    if (strcmp(what, "moved") == 0) return moved(paths);
    return copies(paths);
}
