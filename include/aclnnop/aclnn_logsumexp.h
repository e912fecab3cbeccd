/* Derived from aclnn/ops/math/log_sum_exp.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_LOGSUMEXP_H
#define ACLNNOP_ACLNN_LOGSUMEXP_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The logarithm of the sum of the exponentials along the axes.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnLogSumExpGetWorkspaceSize(const aclTensor *self, const aclIntArray *dim,
                                                     bool keepDim, aclTensor *out, uint64_t *workspaceSize,
                                                     aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnLogSumExp(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                     aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
