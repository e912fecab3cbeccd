/* Derived from aclnn/ops/norm/group_norm_backward.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_GROUP_NORM_BACKWARD_H
#define ACLNNOP_ACLNN_GROUP_NORM_BACKWARD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradients of aclnnGroupNorm that the mask asks for: of input, gamma, beta.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnGroupNormBackwardGetWorkspaceSize(const aclTensor *gradOut, const aclTensor *input,
                                                             const aclTensor *mean, const aclTensor *rstd,
                                                             const aclTensor *gamma, int64_t N, int64_t C,
                                                             int64_t HxW, int64_t group,
                                                             const aclBoolArray *outputMask,
                                                             aclTensor *gradInput, aclTensor *gradGammaOut,
                                                             aclTensor *gradBetaOut, uint64_t *workspaceSize,
                                                             aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnGroupNormBackward(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                             aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
