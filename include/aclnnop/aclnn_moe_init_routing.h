/* Derived from aclnn/ops/moe/moe_init_routing.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_INIT_ROUTING_H
#define ACLNNOP_ACLNN_MOE_INIT_ROUTING_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Tokens in the order of their experts, once for each, where each has gone, and the experts in that order.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeInitRoutingGetWorkspaceSize(const aclTensor *x, const aclTensor *rowIdx,
                                                          const aclTensor *expertIdx, int64_t activeNum,
                                                          const aclTensor *expandedXOut,
                                                          const aclTensor *expandedRowIdxOut,
                                                          const aclTensor *expandedExpertIdxOut,
                                                          uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeInitRouting(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                          aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
