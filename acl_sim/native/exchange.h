/* Other functions for a loaded library to call. */
#ifndef ACL_SIM_EXCHANGE_H
#define ACL_SIM_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *name;     /* of a function that the library takes from another one */
    uintptr_t substitute; /* what it calls instead */
} Exchange;

/* Returns the number of places changed in the tables of the library of that file name, or -1 when they cannot be. */
int64_t acl_sim_exchange(const char *library, const Exchange *exchanges, size_t count);

#endif
