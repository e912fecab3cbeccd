/* The device address space: addresses the host may hold but not touch, and the bytes behind them.
 *
 * Each space is one reservation of inaccessible pages (the device addresses that the program sees) and one of
 * ordinary pages at a constant distance (where kernels and copies find the bytes).
 */
#ifndef ACL_SIM_NATIVE_SPACE_H
#define ACL_SIM_NATIVE_SPACE_H

#include <stddef.h>
#include <stdint.h>

/* Reserves `bytes` of device addresses; 0 when the system refuses. *distance is what to add to reach the bytes.
 * Bytes from `huge_from` on come in huge pages when touched: worth it for large blocks only. */
uintptr_t acl_sim_space_reserve(int device, size_t bytes, size_t huge_from, intptr_t *distance);
void acl_sim_space_release(uintptr_t base);

/* The block table, one entry per 2 MiB granule: read by the fault handler and by acl_sim_block_at. */
void acl_sim_block_set(uintptr_t start, size_t size, size_t footprint, uint64_t serial, uintptr_t site);
void acl_sim_block_free(uintptr_t start);
uintptr_t acl_sim_block_at(uintptr_t address); /* start of the live block whose footprint holds it, or 0 */

/* Gives the pages behind [start, start + bytes) back to the system; they read as zero again. */
void acl_sim_pages_drop(uintptr_t start, size_t bytes);

/* Puts the pages of a file behind a device range, or fresh zero pages when file is -1; -1 when the system refuses. */
int acl_sim_pages_map(uintptr_t start, size_t bytes, int file);

/* Pages of ordinary host memory, untouched until used; 0 when the system refuses. */
uintptr_t acl_sim_host_reserve(size_t bytes);
void acl_sim_host_release(uintptr_t start, size_t bytes);

/* memmove / memset / 8-byte access that answer -1 instead of crashing when an address is not accessible. */
int acl_sim_move(uintptr_t to, uintptr_t from, size_t bytes);
int acl_sim_fill(uintptr_t to, int value, size_t bytes);
int acl_sim_put(uintptr_t to, uint64_t value, int width);

/* The return address of the exported call that this thread is in. */
uintptr_t acl_sim_call_site(void);

/* The name of the second phase that this thread called last. */
const char *acl_sim_second_phase(void);

/* Diagnoses host touches of device memory on stderr before the program dies of them. */
void acl_sim_watch_faults(void);

/* The file that the handler appends findings to; and from now on such a touch is one, M101. */
void acl_sim_findings(const char *path);
void acl_sim_report_faults(void);

#endif
