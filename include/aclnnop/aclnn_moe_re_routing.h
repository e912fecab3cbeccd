/* Derived from aclnn/ops/moe/moe_re_routing.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_RE_ROUTING_H
#define ACLNNOP_ACLNN_MOE_RE_ROUTING_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Tokens that lie by rank and then by expert, by expert and then by rank, and where each comes from.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeReRoutingGetWorkspaceSize(const aclTensor *tokens,
                                                        const aclTensor *expertTokenNumPerRank,
                                                        const aclTensor *perTokenScalesOptional,
                                                        int64_t expertTokenNumType, int64_t idxType,
                                                        const aclTensor *permuteTokensOut,
                                                        const aclTensor *permutePerTokenScalesOut,
                                                        const aclTensor *permuteTokenIdxOut,
                                                        const aclTensor *expertTokenNumOut,
                                                        uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeReRouting(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                        aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
