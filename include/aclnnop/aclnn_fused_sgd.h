/* Derived from aclnn/ops/optim/fused_sgd.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FUSED_SGD_H
#define ACLNNOP_ACLNN_FUSED_SGD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One step of stochastic gradient descent, with momentum and decay, on a list of weights.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFusedSgdGetWorkspaceSize(const aclTensorList *paramsRef,
                                                    const aclTensorList *gradsRef,
                                                    const aclTensorList *momentumBufferListOptionalRef,
                                                    const aclTensor *gradScaleOptional, float weightDecay,
                                                    float momentum, float lr, float dampening, bool nesterov,
                                                    bool maximize, bool isFirstStep, uint64_t *workspaceSize,
                                                    aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFusedSgd(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                    aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
