/* Derived from aclnn/ops/loss/multilabel_margin_loss.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MULTILABEL_MARGIN_LOSS_H
#define ACLNNOP_ACLNN_MULTILABEL_MARGIN_LOSS_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How far target classes fail to be 1 above every other class, by rows; and which classes are targets.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMultilabelMarginLossGetWorkspaceSize(const aclTensor *self,
                                                                const aclTensor *target, int64_t reduction,
                                                                aclTensor *out, aclTensor *isTarget,
                                                                uint64_t *workspaceSize,
                                                                aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMultilabelMarginLoss(void *workspace, uint64_t workspaceSize,
                                                aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
