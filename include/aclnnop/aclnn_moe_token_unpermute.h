/* Derived from aclnn/ops/moe/moe_token_unpermute.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_TOKEN_UNPERMUTE_H
#define ACLNNOP_ACLNN_MOE_TOKEN_UNPERMUTE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Tokens back in their order, summed over their experts with weights.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeTokenUnpermuteGetWorkspaceSize(const aclTensor *permutedTokens,
                                                             const aclTensor *sortedIndices,
                                                             const aclTensor *probsOptional, bool paddedMode,
                                                             const aclIntArray *restoreShapeOptional,
                                                             aclTensor *out, uint64_t *workspaceSize,
                                                             aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeTokenUnpermute(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                             aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
