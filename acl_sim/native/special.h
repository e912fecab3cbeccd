/* Functions of C's mathematical library that numpy lacks, over arrays. Python may call them. */
#ifndef ACL_SIM_SPECIAL_H
#define ACL_SIM_SPECIAL_H

#include <stdint.h>

void acl_sim_erf(const double *values, double *results, uint64_t count);
void acl_sim_erfc(const double *values, double *results, uint64_t count);

#endif
