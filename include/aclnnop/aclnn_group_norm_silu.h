/* Derived from aclnn/ops/norm/group_norm_silu.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_GROUP_NORM_SILU_H
#define ACLNNOP_ACLNN_GROUP_NORM_SILU_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* aclnnGroupNorm, and its result times the logistic function of it.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnGroupNormSiluGetWorkspaceSize(const aclTensor *self, const aclTensor *gamma,
                                                         const aclTensor *beta, int64_t group, double eps,
                                                         aclTensor *out, aclTensor *meanOut,
                                                         aclTensor *rstdOut, uint64_t *workspaceSize,
                                                         aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnGroupNormSilu(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                         aclrtStream stream);

/* aclnnGroupNorm, and its result times the logistic function of it where activateSilu is true.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnGroupNormSiluV2GetWorkspaceSize(const aclTensor *self, const aclTensor *gamma,
                                                           const aclTensor *beta, int64_t group, double eps,
                                                           bool activateSilu, aclTensor *out,
                                                           aclTensor *meanOut, aclTensor *rstdOut,
                                                           uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnGroupNormSiluV2(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                           aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
