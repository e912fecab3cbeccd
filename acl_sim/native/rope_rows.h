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

/* Of y = P(x) * cos + R(P(x)) * sin: y from x; from dy dx; from dy and x dx, dcos and dsin. */
enum acl_sim_rope_direction { ACL_SIM_ROPE_FORWARD, ACL_SIM_ROPE_BACKWARD, ACL_SIM_ROPE_BACKWARD_WITH_TABLES };

struct acl_sim_rope_operands {
    struct acl_sim_table_rows cos, turn, dcos, dsin;
    struct acl_sim_data_rows from, x, to; /* from: x or dy; to: y or dx; x: only with tables */
};

/* The same functions, with the same results, for different processors. */
struct acl_sim_rope_kernels {
    /* From a row of cos, or from one of sin what a pair's other element is multiplied by. Rows in the table's type, to
     * be used with data of type dtype. */
    void (*load_cos)(int table_dtype, int dtype, int mode, size_t d, const void *from, float *to);
    void (*load_turn)(int table_dtype, int dtype, int mode, int direction, size_t d, const void *from, float *to);
    void (*store_table)(int dtype, int mode, size_t d, const float *from, void *to);
    /* to = cos * from + turn * (the other element of each pair), dcos += dy * x, dsin += dy * (x rotated). */
    void (*rotate)(int dtype, int mode, int direction, size_t rows, size_t d,
                   const struct acl_sim_rope_operands *operands);
};

extern const struct acl_sim_rope_kernels acl_sim_rope_portable, acl_sim_rope_avx2, acl_sim_rope_avx2_any;

/* The best for this processor and rows of this length. */
const struct acl_sim_rope_kernels *acl_sim_rope_kernels(int mode, size_t d);

/* Whether y has the elements of x at other places, so that a row cannot be computed where it lies. */
int acl_sim_rope_permutes(int mode);

/* What the length d of a row must be a multiple of; 0 for an unknown mode. */
int acl_sim_rope_unit(int mode);

#endif
