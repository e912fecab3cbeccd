/* A row consists of pairs (a, b) that rotate together. Forward, y_a = cos_a x_a - sin_a x_b and y_b = cos_b x_b +
 * sin_b x_a; transposed, dx_a = cos_a dy_a + sin_b dy_b and dx_b = cos_b dy_b - sin_a dy_a. The modes only differ in
 * where a row keeps the two elements of its pair i. */
#include "rope_rows.h"

#include "clones.h"
#include "half_inline.h"

/* A row is one or two blocks, and a block keeps its pairs as two halves (step 1) or side by side (step 2): cos, sin and
 * dy in one of these ways, x and dx perhaps in the other. */
struct arrangement {
    int blocks, step, data_step;
};

static const struct arrangement arrangements[] = {
    {1, 1, 1}, /* half */
    {1, 2, 2}, /* interleave */
    {2, 1, 1}, /* quarter */
    {1, 1, 2}, /* interleave-half */
};

int acl_sim_rope_unit(int mode)
{
    return mode >= 0 && mode < (int)(sizeof arrangements / sizeof *arrangements) ? 2 * arrangements[mode].blocks : 0;
}

/* The functions below vectorise only where dtype and steps are constants; these two make them so. */
#define WITH_STEPS(function, dtype, arrangement, ...)                                                                  \
    ((arrangement).step == 2        ? function(dtype, 2, 2, __VA_ARGS__)                                               \
     : (arrangement).data_step == 2 ? function(dtype, 1, 2, __VA_ARGS__)                                               \
                                    : function(dtype, 1, 1, __VA_ARGS__))
#define WITH_CONSTANTS(function, dtype, arrangement, ...)                                                              \
    ((dtype) == ACL_SIM_ROPE_F32   ? WITH_STEPS(function, ACL_SIM_ROPE_F32, arrangement, __VA_ARGS__)                  \
     : (dtype) == ACL_SIM_ROPE_F16 ? WITH_STEPS(function, ACL_SIM_ROPE_F16, arrangement, __VA_ARGS__)                  \
                                   : WITH_STEPS(function, ACL_SIM_ROPE_BF16, arrangement, __VA_ARGS__))

#define ALWAYS_INLINE static inline __attribute__((always_inline))

ALWAYS_INLINE float load(int dtype, const void *at, size_t i)
{
    return dtype == ACL_SIM_ROPE_F32   ? ((const float *)at)[i]
           : dtype == ACL_SIM_ROPE_F16 ? widen_f16(((const uint16_t *)at)[i])
                                       : widen_bf16(((const uint16_t *)at)[i]);
}

ALWAYS_INLINE void store(int dtype, void *at, size_t i, float value)
{
    if (dtype == ACL_SIM_ROPE_F32) ((float *)at)[i] = value;
    else ((uint16_t *)at)[i] = dtype == ACL_SIM_ROPE_F16 ? narrow_f16(value) : narrow_bf16(value);
}

ALWAYS_INLINE void *element(int dtype, void *at, ptrdiff_t i)
{
    return (char *)at + i * (dtype == ACL_SIM_ROPE_F32 ? 4 : 2);
}

/* How far b is from a. */
ALWAYS_INLINE size_t gap(size_t step, size_t pairs)
{
    return step == 2 ? 1 : pairs;
}

/* Both stores add. With a subtraction in one, gcc 12 finds its pattern of alternating signs in pairs side by side and
 * makes fused multiply-adds of it, even under -ffp-contract=off. */
ALWAYS_INLINE void grad_block(int dtype, size_t step, size_t data_step, size_t pairs, const float *restrict cos,
                              const float *restrict turn, const void *restrict dy, void *restrict dx)
{
    ACL_SIM_INDEPENDENT
    for (size_t i = 0; i < pairs; i++) {
        const size_t a = step * i, b = a + gap(step, pairs);
        const size_t to_a = data_step * i, to_b = to_a + gap(data_step, pairs);
        const float dy_a = load(dtype, dy, a), dy_b = load(dtype, dy, b);
        store(dtype, dx, to_a, cos[a] * dy_a + turn[a] * dy_b);
        store(dtype, dx, to_b, cos[b] * dy_b + turn[b] * dy_a);
    }
}

ALWAYS_INLINE void grad_rows(int dtype, size_t step, size_t data_step, size_t rows, size_t d, size_t block,
                             struct acl_sim_table_rows cos, struct acl_sim_table_rows turn, struct acl_sim_data_rows dy,
                             struct acl_sim_data_rows dx)
{
    for (; rows > 0; rows--) {
        for (size_t i = 0; i < d; i += block)
            grad_block(dtype, step, data_step, block / 2, cos.at + i, turn.at + i, element(dtype, dy.at, (ptrdiff_t)i),
                       element(dtype, dx.at, (ptrdiff_t)i));
        cos.at += cos.step, turn.at += turn.step;
        dy.at = element(dtype, dy.at, dy.step), dx.at = element(dtype, dx.at, dx.step);
    }
}

ALWAYS_INLINE void table_grad_block(int dtype, size_t step, size_t data_step, size_t pairs, const void *restrict dy,
                                    const void *restrict x, float *restrict dcos, float *restrict dsin)
{
    ACL_SIM_INDEPENDENT
    for (size_t i = 0; i < pairs; i++) {
        const size_t a = step * i, b = a + gap(step, pairs);
        const size_t from_a = data_step * i, from_b = from_a + gap(data_step, pairs);
        const float dy_a = load(dtype, dy, a), dy_b = load(dtype, dy, b);
        const float x_a = load(dtype, x, from_a), x_b = load(dtype, x, from_b);
        dcos[a] += dy_a * x_a;
        dcos[b] += dy_b * x_b;
        dsin[a] -= dy_a * x_b;
        dsin[b] += dy_b * x_a;
    }
}

ALWAYS_INLINE void table_grad_rows(int dtype, size_t step, size_t data_step, size_t rows, size_t d, size_t block,
                                   struct acl_sim_data_rows dy, struct acl_sim_data_rows x,
                                   struct acl_sim_table_rows dcos, struct acl_sim_table_rows dsin)
{
    for (; rows > 0; rows--) {
        for (size_t i = 0; i < d; i += block)
            table_grad_block(dtype, step, data_step, block / 2, element(dtype, dy.at, (ptrdiff_t)i),
                             element(dtype, x.at, (ptrdiff_t)i), dcos.at + i, dsin.at + i);
        dcos.at += dcos.step, dsin.at += dsin.step;
        dy.at = element(dtype, dy.at, dy.step), x.at = element(dtype, x.at, x.step);
    }
}

void acl_sim_rope_transpose_rows(int mode, size_t rows, size_t d, float *sin)
{
    const struct arrangement arrangement = arrangements[mode];
    const size_t pairs = d / (size_t)arrangement.blocks / 2;
    const size_t step = (size_t)arrangement.step, to_b = gap(step, pairs);
    for (const float *end = sin + rows * d; sin < end; sin += 2 * pairs)
        for (size_t i = 0; i < pairs; i++) {
            const float sin_a = sin[step * i];
            sin[step * i] = sin[step * i + to_b];
            sin[step * i + to_b] = -sin_a;
        }
}

ACL_SIM_CLONES void acl_sim_rope_grad_rows(int dtype, int mode, size_t rows, size_t d, struct acl_sim_table_rows cos,
                                           struct acl_sim_table_rows turn, struct acl_sim_data_rows dy,
                                           struct acl_sim_data_rows dx)
{
    const struct arrangement arrangement = arrangements[mode];
    const size_t block = d / (size_t)arrangement.blocks;
    WITH_CONSTANTS(grad_rows, dtype, arrangement, rows, d, block, cos, turn, dy, dx);
}

ACL_SIM_CLONES void acl_sim_rope_table_grad_rows(int dtype, int mode, size_t rows, size_t d,
                                                 struct acl_sim_data_rows dy, struct acl_sim_data_rows x,
                                                 struct acl_sim_table_rows dcos, struct acl_sim_table_rows dsin)
{
    const struct arrangement arrangement = arrangements[mode];
    const size_t block = d / (size_t)arrangement.blocks;
    WITH_CONSTANTS(table_grad_rows, dtype, arrangement, rows, d, block, dy, x, dcos, dsin);
}
