#include "special.h"

#include <math.h>

void acl_sim_erf(const double *values, double *results, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        results[i] = erf(values[i]);
    }
}

void acl_sim_erfc(const double *values, double *results, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        results[i] = erfc(values[i]);
    }
}
