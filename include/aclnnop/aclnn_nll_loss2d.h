/* Derived from aclnn/ops/loss/nll_loss2d.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_NLL_LOSS2D_H
#define ACLNNOP_ACLNN_NLL_LOSS2D_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The negative logarithm of the probability of each target class, of images of rows of classes.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnNLLLoss2dGetWorkspaceSize(const aclTensor *self, const aclTensor *target,
                                                     const aclTensor *weight, int64_t reduction,
                                                     int64_t ignoreIndex, aclTensor *out,
                                                     aclTensor *totalWeightOut, uint64_t *workspaceSize,
                                                     aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnNLLLoss2d(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                     aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
