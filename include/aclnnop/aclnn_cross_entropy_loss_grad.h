/* Derived from aclnn/ops/loss/cross_entropy_loss_grad.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_CROSS_ENTROPY_LOSS_GRAD_H
#define ACLNNOP_ACLNN_CROSS_ENTROPY_LOSS_GRAD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradient of the cross entropy with respect to the input of its softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnCrossEntropyLossGradGetWorkspaceSize(const aclTensor *gradLoss,
                                                                const aclTensor *logProb,
                                                                const aclTensor *target,
                                                                const aclTensor *weightOptional,
                                                                const aclTensor *gradZlossOptional,
                                                                const aclTensor *lseForZlossOptional,
                                                                char *reductionOptional, int64_t ignoreIndex,
                                                                double labelSmoothing,
                                                                double lseSquareScaleForZloss,
                                                                const aclTensor *out, uint64_t *workspaceSize,
                                                                aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnCrossEntropyLossGrad(void *workspace, uint64_t workspaceSize,
                                                aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
