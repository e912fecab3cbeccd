/* Derived from aclnn/ops/moe/moe_token_permute.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_TOKEN_PERMUTE_H
#define ACLNNOP_ACLNN_MOE_TOKEN_PERMUTE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Tokens in the order of their experts, once for each, and where each has gone.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeTokenPermuteGetWorkspaceSize(const aclTensor *tokens, const aclTensor *indices,
                                                           int64_t numOutTokens, bool paddedMode,
                                                           const aclTensor *permuteTokensOut,
                                                           const aclTensor *sortedIndicesOut,
                                                           uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeTokenPermute(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                           aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
