/* Rotary position embedding of float32, float16 and bfloat16 tensors, in the device's arithmetic: 16-bit elements are
 * widened to float32, every product and sum is rounded there, and only the result is rounded back. */
#ifndef ACL_SIM_NATIVE_ROPE_H
#define ACL_SIM_NATIVE_ROPE_H

#include <stdint.h>

/* Rows of contiguous elements: row (i, j, k) begins i * step[0] + j * step[1] + k * step[2] elements after `at`. */
struct acl_sim_rows {
    void *at;
    int64_t step[3];
};

/* y = P(x) * cos + R(P(x)) * sin, where P permutes a row and R turns each of its pairs (a, b) into (-b, a). y and x may
 * be the same rows. */
struct acl_sim_rope {
    int dtype, table_dtype; /* of x and y, of cos and sin; aclDataType: ACL_FLOAT 0, ACL_FLOAT16 1, ACL_BF16 27 */
    int mode;               /* 0 half, 1 interleave, 2 quarter, 3 interleave-half */
    int64_t shape[4];       /* of x and y; the last axis is the row */
    int64_t table_shape[3]; /* leading axes of cos and sin: each 1 or as in shape */
    struct acl_sim_rows x, cos, sin, y;
};

/* dx, and with x also dcos and dsin, which are contiguous and summed over the axes where only the tables have size 1.
 */
struct acl_sim_rope_grad {
    int dtype, mode;
    int64_t shape[4]; /* of dy, x and dx */
    int64_t table_shape[3];
    struct acl_sim_rows dy, cos, sin, x, dx;
    void *dcos, *dsin; /* not used when x.at is NULL */
};

/* 0, EINVAL for an unknown dtype or mode or a shape that does not fit the mode, ENOMEM for want of host memory. The
 * number of threads never changes a bit of the result. */
int acl_sim_rope(const struct acl_sim_rope *task, int threads);
int acl_sim_rope_grad(const struct acl_sim_rope_grad *task, int threads);

#endif
