/* Derived from aclnn/ops/moe/moe_init_routing_v3.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_INIT_ROUTING_V3_H
#define ACLNNOP_ACLNN_MOE_INIT_ROUTING_V3_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Tokens of a range of experts, in the order of the experts, quantised or not, and where each comes from.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeInitRoutingV3GetWorkspaceSize(const aclTensor *x, const aclTensor *expertIdx,
                                                            const aclTensor *scaleOptional,
                                                            const aclTensor *offsetOptional,
                                                            int64_t activeNum, int64_t expertCapacity,
                                                            int64_t expertNum, int64_t dropPadMode,
                                                            int64_t expertTokensNumType,
                                                            bool expertTokensNumFlag, int64_t quantMode,
                                                            const aclIntArray *activeExpertRangeOptional,
                                                            int64_t rowIdxType, const aclTensor *expandedXOut,
                                                            const aclTensor *expandedRowIdxOut,
                                                            const aclTensor *expertTokensCountOrCumsumOut,
                                                            const aclTensor *expandedScaleOut,
                                                            uint64_t *workspaceSize,
                                                            aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeInitRoutingV3(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                            aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
