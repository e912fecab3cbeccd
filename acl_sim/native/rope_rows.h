/* Rotary position embedding of rows in float32: the arithmetic and the four modes, without shapes and dtypes.
 * The modes, by number: 0 half, 1 interleave, 2 quarter, 3 interleave-half. */
#ifndef ACL_SIM_NATIVE_ROPE_ROWS_H
#define ACL_SIM_NATIVE_ROPE_ROWS_H

#include <stddef.h>

/* Row i begins at `at + i * step`; step 0 is the same row again and again. */
struct acl_sim_f32_rows {
    float *at;
    ptrdiff_t step;
};

/* What the length d of a row must be a multiple of; 0 for an unknown mode. */
int acl_sim_rope_unit(int mode);

/* Turns rows of sines, in place, into the factors that acl_sim_rope_grad_rows applies to a pair's other element. */
void acl_sim_rope_transpose_rows(int mode, size_t rows, size_t d, struct acl_sim_f32_rows sin);

/* dx = cos * dy + turn * (the other element of each pair of dy), row by row. */
void acl_sim_rope_grad_rows(int mode, size_t rows, size_t d, struct acl_sim_f32_rows cos, struct acl_sim_f32_rows turn,
                            struct acl_sim_f32_rows dy, struct acl_sim_f32_rows dx);

/* dcos += dy * x and dsin += dy * (x rotated), row by row. */
void acl_sim_rope_table_grad_rows(int mode, size_t rows, size_t d, struct acl_sim_f32_rows dy,
                                  struct acl_sim_f32_rows x, struct acl_sim_f32_rows dcos,
                                  struct acl_sim_f32_rows dsin);

#endif
