/* Derived from aclnn/ops/optim/apply_adam_wv2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_APPLY_ADAM_W_V2_H
#define ACLNNOP_ACLNN_APPLY_ADAM_W_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One step of AdamW on weights, both moments and, with amsgrad, the greatest second moment.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnApplyAdamWV2GetWorkspaceSize(aclTensor *varRef, aclTensor *mRef, aclTensor *vRef,
                                                        aclTensor *maxGradNormOptionalRef,
                                                        const aclTensor *grad, const aclTensor *step,
                                                        float lr, float beta1, float beta2, float weightDecay,
                                                        float eps, bool amsgrad, bool maximize,
                                                        uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnApplyAdamWV2(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                        aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
