/* Pages of page-locked host memory that the program must leave alone while a task uses them.
 *
 * Whoever touches one faults: the handler writes a finding, opens the page and lets the program go on. */
#ifndef ACL_SIM_NATIVE_CLOSED_PAGES_H
#define ACL_SIM_NATIVE_CLOSED_PAGES_H

#include <stddef.h>
#include <stdint.h>

/* Closes the pages of [first, first + bytes), only for writing when `readable`. A finding is the line `head`, then the
 * site, then `tail`. Returns a number for the calls below; -1 when there are too many, or the system refuses. */
int acl_sim_pages_close(uintptr_t first, size_t bytes, int readable, const char *head, const char *tail);

/* Opens pages for a while and closes them again, unless somebody has touched them. */
void acl_sim_pages_open(int number);
void acl_sim_pages_close_again(int number);

/* Opens pages for good; whether they were touched by the program, which is a finding. */
int acl_sim_pages_give_back(int number);

#endif
