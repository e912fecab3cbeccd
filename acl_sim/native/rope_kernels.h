/* The functions of struct acl_sim_rope_kernels. For whoever includes this after rope_pairs.h or rope_pairs_avx2.h,
 * whose `struct pairs` they compute with: LANES pairs of a row, of which a block must have a multiple.
 *
 * A row consists of pairs (a, b) that rotate together. Forward, y_a = cos_a x_a - sin_a x_b and y_b = cos_b x_b +
 * sin_b x_a; transposed, dx_a = cos_a dy_a + sin_b dy_b and dx_b = cos_b dy_b - sin_a dy_a. The modes only differ in
 * where a row keeps the two elements of its pair i. (b, a) is what `swapped` makes of (a, b), and `turned` (b, -a). */

/* A row is one or two blocks, and a block keeps its pairs as two halves or side by side: cos, sin, y and dy in
 * one of these ways, x and dx perhaps in the other. */
static const struct arrangement {
    int blocks, side_by_side, data_side_by_side;
} arrangements[] = {
    {1, 0, 0}, /* half */
    {1, 1, 1}, /* interleave */
    {2, 0, 0}, /* quarter */
    {1, 0, 1}, /* interleave-half */
};
enum { PERMUTING = 3 }; /* the only mode with two ways, and so with a direction */

#define TABLE_LAYOUT(layout) ((layout) == INTERLEAVED ? HALVES : (layout))

/* The functions below are fast only where dtype and layouts are constants; these make them so. bfloat16 is the upper
 * half of a float32: taking pairs of it apart costs next to nothing. */
#define WITH_LAYOUTS(function, dtype, side_by_side_as, mode, ...)                                                      \
    (arrangements[mode].side_by_side        ? function(dtype, side_by_side_as, side_by_side_as, __VA_ARGS__)           \
     : arrangements[mode].data_side_by_side ? function(dtype, HALVES, INTERLEAVED, __VA_ARGS__)                        \
                                            : function(dtype, HALVES, HALVES, __VA_ARGS__))
#define WITH_CONSTANTS(function, dtype, mode, ...)                                                                     \
    ((dtype) == ACL_SIM_ROPE_F32   ? WITH_LAYOUTS(function, ACL_SIM_ROPE_F32, ADJACENT, mode, __VA_ARGS__)             \
     : (dtype) == ACL_SIM_ROPE_F16 ? WITH_LAYOUTS(function, ACL_SIM_ROPE_F16, ADJACENT, mode, __VA_ARGS__)             \
                                   : WITH_LAYOUTS(function, ACL_SIM_ROPE_BF16, INTERLEAVED, mode, __VA_ARGS__))
#define FOR_ALL_PAIRS(function, pairs, ...)                                                                            \
    do {                                                                                                               \
        ACL_SIM_INDEPENDENT                                                                                            \
        for (size_t first = 0; first < (pairs); first += LANES) function(first, pairs, __VA_ARGS__);                   \
    } while (0)

#define INLINE TARGET ACL_SIM_INLINE

static size_t block_size(int mode, size_t d)
{
    return d / (size_t)arrangements[mode].blocks;
}

/* Tables */

enum factor { COS, TURN, TURN_BACK }; /* a row of cos; of sin, as (-a, b) or as (b, -a) */

INLINE void load_some(size_t i, size_t pairs, int dtype, int layout, int factor, const void *restrict from,
                      float *restrict to)
{
    struct pairs value = load_pairs(dtype, layout, pairs, from, i);
    if (factor != COS) value = turned(layout, value);
    if (factor == TURN) value = swapped(layout, value);
    store_pairs(ACL_SIM_ROPE_F32, TABLE_LAYOUT(layout), pairs, to, i, value);
}

INLINE void load_row(int dtype, int layout, int data_layout, int factor, size_t d, size_t block, const void *from,
                     float *to)
{
    (void)data_layout;
    for (size_t i = 0; i < d; i += block)
        FOR_ALL_PAIRS(load_some, block / 2, dtype, layout, factor, element_at(dtype, from, (ptrdiff_t)i), to + i);
}

/* The type of the data decides how float32 tables are laid out, too. */
INLINE void load_table(int table_dtype, int dtype, int mode, int factor, size_t d, const void *from, float *to)
{
    const size_t block = block_size(mode, d);
    if (table_dtype == ACL_SIM_ROPE_F32 && dtype == ACL_SIM_ROPE_BF16)
        WITH_LAYOUTS(load_row, ACL_SIM_ROPE_F32, INTERLEAVED, mode, factor, d, block, from, to);
    else WITH_CONSTANTS(load_row, table_dtype, mode, factor, d, block, from, to);
}

TARGET static void load_cos(int table_dtype, int dtype, int mode, size_t d, const void *from, float *to)
{
    load_table(table_dtype, dtype, mode, COS, d, from, to);
}

TARGET static void load_turn(int table_dtype, int dtype, int mode, int direction, size_t d, const void *from, float *to)
{
    if (direction == ACL_SIM_ROPE_FORWARD) load_table(table_dtype, dtype, mode, TURN, d, from, to);
    else load_table(table_dtype, dtype, mode, TURN_BACK, d, from, to);
}

INLINE void store_some(size_t i, size_t pairs, int dtype, int layout, const float *restrict from, void *restrict to)
{
    const struct pairs value = load_pairs(ACL_SIM_ROPE_F32, TABLE_LAYOUT(layout), pairs, from, i);
    store_pairs(dtype, layout, pairs, to, i, value);
}

INLINE void store_row(int dtype, int layout, int data_layout, size_t d, size_t block, const float *from, void *to)
{
    (void)data_layout;
    for (size_t i = 0; i < d; i += block)
        FOR_ALL_PAIRS(store_some, block / 2, dtype, layout, from + i, element_at(dtype, to, (ptrdiff_t)i));
}

TARGET static void store_table(int dtype, int mode, size_t d, const float *from, void *to)
{
    const size_t block = block_size(mode, d);
    WITH_CONSTANTS(store_row, dtype, mode, d, block, from, to);
}

/* Data. Forward goes from the layout of the data to that of the tables, backward the other way. */

INLINE void rotate_some(size_t i, size_t pairs, int dtype, int layout, int data_layout, int direction, const float *cos,
                        const float *turn, const void *from, const void *x, void *to, float *dcos, float *dsin)
{
    const int table = TABLE_LAYOUT(layout), backward = direction != ACL_SIM_ROPE_FORWARD;
    const struct pairs c = load_pairs(ACL_SIM_ROPE_F32, table, pairs, cos, i);
    const struct pairs t = load_pairs(ACL_SIM_ROPE_F32, table, pairs, turn, i);
    const struct pairs y = load_pairs(dtype, backward ? layout : data_layout, pairs, from, i);
    const struct pairs other = swapped(layout, y);
    const struct pairs rotated = {c.a * y.a + t.a * other.a, c.b * y.b + t.b * other.b};
    store_pairs(dtype, backward ? data_layout : layout, pairs, to, i, rotated);
    if (direction != ACL_SIM_ROPE_BACKWARD_WITH_TABLES) return;

    const struct pairs along = load_pairs(dtype, data_layout, pairs, x, i), across = turned(layout, along);
    const struct pairs dc = load_pairs(ACL_SIM_ROPE_F32, table, pairs, dcos, i);
    const struct pairs ds = load_pairs(ACL_SIM_ROPE_F32, table, pairs, dsin, i);
    const struct pairs new_dc = {dc.a + y.a * along.a, dc.b + y.b * along.b};
    const struct pairs new_ds = {ds.a - y.a * across.a, ds.b - y.b * across.b};
    store_pairs(ACL_SIM_ROPE_F32, table, pairs, dcos, i, new_dc);
    store_pairs(ACL_SIM_ROPE_F32, table, pairs, dsin, i, new_ds);
}

INLINE void rotate_rows(int dtype, int layout, int data_layout, int direction, size_t rows, size_t d, size_t block,
                        struct acl_sim_rope_operands at)
{
    const int tables = direction == ACL_SIM_ROPE_BACKWARD_WITH_TABLES;
    for (; rows > 0; rows--) {
        for (size_t i = 0; i < d; i += block)
            FOR_ALL_PAIRS(rotate_some, block / 2, dtype, layout, data_layout, direction, at.cos.at + i, at.turn.at + i,
                          element_at(dtype, at.from.at, (ptrdiff_t)i),
                          tables ? element_at(dtype, at.x.at, (ptrdiff_t)i) : NULL,
                          element_at(dtype, at.to.at, (ptrdiff_t)i), at.dcos.at + i, at.dsin.at + i);
        at.from.at = element_at(dtype, at.from.at, at.from.step);
        at.to.at = element_at(dtype, at.to.at, at.to.step);
        at.cos.at += at.cos.step, at.turn.at += at.turn.step;
        if (!tables) continue;
        at.x.at = element_at(dtype, at.x.at, at.x.step);
        at.dcos.at += at.dcos.step, at.dsin.at += at.dsin.step;
    }
}

TARGET static void rotate(int dtype, int mode, int direction, size_t rows, size_t d,
                          const struct acl_sim_rope_operands *at)
{
    const size_t block = block_size(mode, d);
    if (direction == ACL_SIM_ROPE_BACKWARD_WITH_TABLES)
        WITH_CONSTANTS(rotate_rows, dtype, mode, ACL_SIM_ROPE_BACKWARD_WITH_TABLES, rows, d, block, *at);
    else if (direction == ACL_SIM_ROPE_FORWARD && mode == PERMUTING)
        WITH_CONSTANTS(rotate_rows, dtype, PERMUTING, ACL_SIM_ROPE_FORWARD, rows, d, block, *at);
    else WITH_CONSTANTS(rotate_rows, dtype, mode, ACL_SIM_ROPE_BACKWARD, rows, d, block, *at); /* either direction */
}

#define KERNELS {load_cos, load_turn, store_table, rotate}
