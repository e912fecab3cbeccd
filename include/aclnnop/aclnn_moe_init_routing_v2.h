/* Derived from aclnn/ops/moe/moe_init_routing_v2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_INIT_ROUTING_V2_H
#define ACLNNOP_ACLNN_MOE_INIT_ROUTING_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Tokens in the order of their experts, all, or as many for each expert; where each has gone.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeInitRoutingV2GetWorkspaceSize(const aclTensor *x, const aclTensor *expertIdx,
                                                            int64_t activeNum, int64_t expertCapacity,
                                                            int64_t expertNum, int64_t dropPadMode,
                                                            int64_t expertTokensCountOrCumsumFlag,
                                                            bool expertTokensBeforeCapacityFlag,
                                                            const aclTensor *expandedXOut,
                                                            const aclTensor *expandedRowIdxOut,
                                                            const aclTensor *expertTokensCountOrCumsumOut,
                                                            const aclTensor *expertTokensBeforeCapacityOut,
                                                            uint64_t *workspaceSize,
                                                            aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeInitRoutingV2(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                            aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
