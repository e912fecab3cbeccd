/* Derived from aclnn/ops/optim/apply_adam_w.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_APPLY_ADAM_W_H
#define ACLNNOP_ACLNN_APPLY_ADAM_W_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One step of AdamW on weights and both moments; with amsgrad the second one is the greatest so far.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnApplyAdamWGetWorkspaceSize(aclTensor *varRef, aclTensor *mRef, aclTensor *vRef,
                                                      const aclTensor *beta1Power,
                                                      const aclTensor *beta2Power, const aclTensor *lr,
                                                      const aclTensor *weightDecay, const aclTensor *beta1,
                                                      const aclTensor *beta2, const aclTensor *eps,
                                                      const aclTensor *grad,
                                                      const aclTensor *maxGradNormOptional, bool amsgrad,
                                                      bool maximize, uint64_t *workspaceSize,
                                                      aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnApplyAdamW(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                      aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
