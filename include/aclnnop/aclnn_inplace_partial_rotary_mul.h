/* Derived from aclnn/ops/posembedding/inplace_partial_rotary_mul.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_INPLACE_PARTIAL_ROTARY_MUL_H
#define ACLNNOP_ACLNN_INPLACE_PARTIAL_ROTARY_MUL_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Rotary position embedding, in place, of a slice of each row whose pairs are neighbours.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnInplacePartialRotaryMulGetWorkspaceSize(const aclTensor *xRef,
                                                                   const aclTensor *cos, const aclTensor *sin,
                                                                   int64_t rotary_mode,
                                                                   const aclIntArray *partialSlice,
                                                                   uint64_t *workspaceSize,
                                                                   aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnInplacePartialRotaryMul(void *workspace, uint64_t workspaceSize,
                                                   aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
