/* Derived from aclnn/ops/norm/batch_norm_backward.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_BATCH_NORM_BACKWARD_H
#define ACLNNOP_ACLNN_BATCH_NORM_BACKWARD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradients of aclnnBatchNorm that the mask asks for: of input, weight, bias.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnBatchNormBackwardGetWorkspaceSize(const aclTensor *gradOut, const aclTensor *input,
                                                             const aclTensor *weight,
                                                             const aclTensor *runningMean,
                                                             const aclTensor *runningVar,
                                                             const aclTensor *saveMean,
                                                             const aclTensor *saveInvstd, bool training,
                                                             double eps, const aclBoolArray *outputMask,
                                                             aclTensor *gradInput, aclTensor *gradWeight,
                                                             aclTensor *gradBias, uint64_t *workspaceSize,
                                                             aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnBatchNormBackward(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                             aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
