/* Rotary position embedding of rows: the arithmetic, the four modes and the three dtypes, without shapes.
 * Modes: 0 half, 1 interleave, 2 quarter, 3 interleave-half. */
#ifndef ACL_SIM_NATIVE_ROPE_ROWS_H
#define ACL_SIM_NATIVE_ROPE_ROWS_H

#include <stddef.h>

enum acl_sim_rope_dtype { ACL_SIM_ROPE_F32 = 0, ACL_SIM_ROPE_F16 = 1, ACL_SIM_ROPE_BF16 = 27 };

/* Row i begins i * step elements after `at`; with step 0 it is the same row again and again. The order of elements in
 * a table's row is the kernels' own affair. */
struct acl_sim_table_rows {
    float *at;
    ptrdiff_t step;
};
struct acl_sim_data_rows {
    void *at;
    ptrdiff_t step;
};

struct acl_sim_rope_operands {
    struct acl_sim_table_rows cos, turn, dcos, dsin;
    struct acl_sim_data_rows dy, x, dx; /* with NULL for x only dx is computed */
};

/* The same functions, with the same results, for different processors. */
struct acl_sim_rope_kernels {
    /* From a row of cos, or from one of sin (turn = 1) what a pair's other element is multiplied by in the gradient. */
    void (*load_table)(int dtype, int mode, int turn, size_t d, const void *from, float *to);
    void (*store_table)(int dtype, int mode, size_t d, const float *from, void *to);
    /* dx = cos * dy + turn * (the other element of each pair of dy), dcos += dy * x, dsin += dy * (x rotated). */
    void (*grad)(int dtype, int mode, size_t rows, size_t d, const struct acl_sim_rope_operands *operands);
};

extern const struct acl_sim_rope_kernels acl_sim_rope_portable, acl_sim_rope_avx2;

/* The best for this processor and rows of this length. */
const struct acl_sim_rope_kernels *acl_sim_rope_kernels(int mode, size_t d);

/* What the length d of a row must be a multiple of; 0 for an unknown mode. */
int acl_sim_rope_unit(int mode);

#endif
