/* A row consists of pairs (a, b) that rotate together. Forward, y_a = cos_a x_a - sin_a x_b and y_b = cos_b x_b +
 * sin_b x_a; transposed, dx_a = cos_a dy_a + sin_b dy_b and dx_b = cos_b dy_b - sin_a dy_a. The modes only differ in
 * where a row keeps the two elements of its pair i. */
#include "rope_rows.h"

#include "clones.h"

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

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Loops are fast only where the steps are constants; this makes them so. */
#define WITH_STEPS(arrangement, pairs_function, ...)                                                                   \
    ((arrangement).step == 2        ? pairs_function(2, 2, __VA_ARGS__)                                                \
     : (arrangement).data_step == 2 ? pairs_function(1, 2, __VA_ARGS__)                                                \
                                    : pairs_function(1, 1, __VA_ARGS__))

/* How far b is from a. */
ALWAYS_INLINE size_t gap(size_t step, size_t pairs)
{
    return step == 2 ? 1 : pairs;
}

ALWAYS_INLINE void transpose_pairs(size_t step, size_t data_step, size_t pairs, float *sin)
{
    (void)data_step;
    ACL_SIM_INDEPENDENT
    for (size_t i = 0; i < pairs; i++) {
        const size_t a = step * i, b = a + gap(step, pairs);
        const float sin_a = sin[a];
        sin[a] = sin[b];
        sin[b] = -sin_a;
    }
}

/* Both lines add. With a subtraction in one, gcc 12 finds its pattern for alternating signs in side by side pairs and
 * makes fused multiply-adds of it, even under -ffp-contract=off. */
ALWAYS_INLINE void grad_pairs(size_t step, size_t data_step, size_t pairs, const float *restrict cos,
                              const float *restrict turn, const float *restrict dy, float *restrict dx)
{
    ACL_SIM_INDEPENDENT
    for (size_t i = 0; i < pairs; i++) {
        const size_t a = step * i, b = a + gap(step, pairs);
        const size_t to_a = data_step * i, to_b = to_a + gap(data_step, pairs);
        dx[to_a] = cos[a] * dy[a] + turn[a] * dy[b];
        dx[to_b] = cos[b] * dy[b] + turn[b] * dy[a];
    }
}

ALWAYS_INLINE void table_grad_pairs(size_t step, size_t data_step, size_t pairs, const float *restrict dy,
                                    const float *restrict x, float *restrict dcos, float *restrict dsin)
{
    ACL_SIM_INDEPENDENT
    for (size_t i = 0; i < pairs; i++) {
        const size_t a = step * i, b = a + gap(step, pairs);
        const size_t from_a = data_step * i, from_b = from_a + gap(data_step, pairs);
        dcos[a] += dy[a] * x[from_a];
        dcos[b] += dy[b] * x[from_b];
        dsin[a] -= dy[a] * x[from_b];
        dsin[b] += dy[b] * x[from_a];
    }
}

void acl_sim_rope_transpose_rows(int mode, size_t rows, size_t d, struct acl_sim_f32_rows sin)
{
    const struct arrangement arrangement = arrangements[mode];
    const size_t block = d / (size_t)arrangement.blocks;
    for (; rows > 0; rows--, sin.at += sin.step)
        for (size_t i = 0; i < d; i += block)
            WITH_STEPS(arrangement, transpose_pairs, block / 2, sin.at + i);
}

ACL_SIM_CLONES void acl_sim_rope_grad_rows(int mode, size_t rows, size_t d, struct acl_sim_f32_rows cos,
                                           struct acl_sim_f32_rows turn, struct acl_sim_f32_rows dy,
                                           struct acl_sim_f32_rows dx)
{
    const struct arrangement arrangement = arrangements[mode];
    const size_t block = d / (size_t)arrangement.blocks;
    for (; rows > 0; rows--) {
        for (size_t i = 0; i < d; i += block)
            WITH_STEPS(arrangement, grad_pairs, block / 2, cos.at + i, turn.at + i, dy.at + i, dx.at + i);
        cos.at += cos.step, turn.at += turn.step, dy.at += dy.step, dx.at += dx.step;
    }
}

ACL_SIM_CLONES void acl_sim_rope_table_grad_rows(int mode, size_t rows, size_t d, struct acl_sim_f32_rows dy,
                                                 struct acl_sim_f32_rows x, struct acl_sim_f32_rows dcos,
                                                 struct acl_sim_f32_rows dsin)
{
    const struct arrangement arrangement = arrangements[mode];
    const size_t block = d / (size_t)arrangement.blocks;
    for (; rows > 0; rows--) {
        for (size_t i = 0; i < d; i += block)
            WITH_STEPS(arrangement, table_grad_pairs, block / 2, dy.at + i, x.at + i, dcos.at + i, dsin.at + i);
        dy.at += dy.step, x.at += x.step, dcos.at += dcos.step, dsin.at += dsin.step;
    }
}
