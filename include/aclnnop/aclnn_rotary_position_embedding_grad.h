/* Derived from aclnn/ops/posembedding/rotary_position_embedding_grad.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_ROTARY_POSITION_EMBEDDING_GRAD_H
#define ACLNNOP_ACLNN_ROTARY_POSITION_EMBEDDING_GRAD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gradients of the rotary position embedding with respect to x, cos and sin.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnRotaryPositionEmbeddingGradGetWorkspaceSize(const aclTensor *dy,
                                                                       const aclTensor *cos,
                                                                       const aclTensor *sin,
                                                                       const aclTensor *xOptional,
                                                                       int64_t mode, const aclTensor *dxOut,
                                                                       const aclTensor *dcosOut,
                                                                       const aclTensor *dsinOut,
                                                                       uint64_t *workspaceSize,
                                                                       aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnRotaryPositionEmbeddingGrad(void *workspace, uint64_t workspaceSize,
                                                       aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
