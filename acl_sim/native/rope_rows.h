/* Rotary position embedding of rows: the arithmetic, the four modes and the three dtypes, without shapes.
 * Modes: 0 half, 1 interleave, 2 quarter, 3 interleave-half. */
#ifndef ACL_SIM_NATIVE_ROPE_ROWS_H
#define ACL_SIM_NATIVE_ROPE_ROWS_H

#include <stddef.h>

enum acl_sim_rope_dtype { ACL_SIM_ROPE_F32 = 0, ACL_SIM_ROPE_F16 = 1, ACL_SIM_ROPE_BF16 = 27 };

/* Row i begins i * step elements after `at`; with step 0 it is the same row again and again. */
struct acl_sim_table_rows {
    float *at;
    ptrdiff_t step;
};
struct acl_sim_data_rows {
    void *at;
    ptrdiff_t step;
};

/* What the length d of a row must be a multiple of; 0 for an unknown mode. */
int acl_sim_rope_unit(int mode);

/* Turns contiguous rows of sines, in place, into what a pair's other element is multiplied by in the gradient. */
void acl_sim_rope_transpose_rows(int mode, size_t rows, size_t d, float *sin);

/* dx = cos * dy + turn * (the other element of each pair of dy). */
void acl_sim_rope_grad_rows(int dtype, int mode, size_t rows, size_t d, struct acl_sim_table_rows cos,
                            struct acl_sim_table_rows turn, struct acl_sim_data_rows dy, struct acl_sim_data_rows dx);

/* dcos += dy * x and dsin += dy * (x rotated). */
void acl_sim_rope_table_grad_rows(int dtype, int mode, size_t rows, size_t d, struct acl_sim_data_rows dy,
                                  struct acl_sim_data_rows x, struct acl_sim_table_rows dcos,
                                  struct acl_sim_table_rows dsin);

#endif
