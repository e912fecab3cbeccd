/* Derived from aclnn/ops/norm/layer_norm_backward.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_LAYER_NORM_BACKWARD_H
#define ACLNNOP_ACLNN_LAYER_NORM_BACKWARD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradients of aclnnLayerNorm that the mask asks for: of input, weight, bias.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnLayerNormBackwardGetWorkspaceSize(const aclTensor *gradOut, const aclTensor *input,
                                                             const aclIntArray *normalizedShape,
                                                             const aclTensor *mean, const aclTensor *rstd,
                                                             const aclTensor *weightOptional,
                                                             const aclTensor *biasOptional,
                                                             const aclBoolArray *outputMask,
                                                             aclTensor *gradInputOut,
                                                             aclTensor *gradWeightOut, aclTensor *gradBiasOut,
                                                             uint64_t *workspaceSize,
                                                             aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnLayerNormBackward(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                             aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
