/* Derived from aclnn/ops/loss/cross_entropy_loss.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_CROSS_ENTROPY_LOSS_H
#define ACLNNOP_ACLNN_CROSS_ENTROPY_LOSS_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Softmax, logarithm and the cross entropy with target classes; the outputs for zloss stay as they are.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnCrossEntropyLossGetWorkspaceSize(const aclTensor *input, const aclTensor *target,
                                                            const aclTensor *weightOptional,
                                                            char *reductionOptional, int64_t ignoreIndex,
                                                            double labelSmoothing,
                                                            double lseSquareScaleForZloss, bool returnZloss,
                                                            const aclTensor *lossOut,
                                                            const aclTensor *logProbOut,
                                                            const aclTensor *zlossOut,
                                                            const aclTensor *lseForZlossOut,
                                                            uint64_t *workspaceSize,
                                                            aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnCrossEntropyLoss(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                            aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
