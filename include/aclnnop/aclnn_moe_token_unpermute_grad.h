/* Derived from aclnn/ops/moe/moe_token_unpermute_grad.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_TOKEN_UNPERMUTE_GRAD_H
#define ACLNNOP_ACLNN_MOE_TOKEN_UNPERMUTE_GRAD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradients of aclnnMoeTokenUnpermute.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeTokenUnpermuteGradGetWorkspaceSize(const aclTensor *permuteTokens,
                                                                 const aclTensor *unpermutedTokensGrad,
                                                                 const aclTensor *sortedIndices,
                                                                 const aclTensor *probsOptional,
                                                                 bool paddedMode,
                                                                 const aclIntArray *restoreShapeOptional,
                                                                 aclTensor *permutedTokensGradOut,
                                                                 aclTensor *probsGradOut,
                                                                 uint64_t *workspaceSize,
                                                                 aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeTokenUnpermuteGrad(void *workspace, uint64_t workspaceSize,
                                                 aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
