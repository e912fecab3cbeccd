/* Derived from aclnn/ops/norm/add_layer_norm.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_ADD_LAYER_NORM_H
#define ACLNNOP_ACLNN_ADD_LAYER_NORM_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The sum of two tensors and a bias, and its rows moved to mean 0 and variance 1, times gamma, plus beta.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnAddLayerNormGetWorkspaceSize(const aclTensor *x1, const aclTensor *x2,
                                                        const aclTensor *gamma, const aclTensor *beta,
                                                        const aclTensor *biasOptional, double epsilon,
                                                        bool additionalOutput, const aclTensor *yOut,
                                                        const aclTensor *meanOut, const aclTensor *rstdOut,
                                                        const aclTensor *xOut, uint64_t *workspaceSize,
                                                        aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnAddLayerNorm(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                        aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
