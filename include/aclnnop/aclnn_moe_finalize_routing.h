/* Derived from aclnn/ops/moe/moe_finalize_routing.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_FINALIZE_ROUTING_H
#define ACLNNOP_ACLNN_MOE_FINALIZE_ROUTING_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the experts made of each token, with their biases, times their weights, and one or two more addends.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeFinalizeRoutingGetWorkspaceSize(const aclTensor *expandedX, const aclTensor *x1,
                                                              const aclTensor *x2Optional,
                                                              const aclTensor *bias, const aclTensor *scales,
                                                              const aclTensor *expandedRowIdx,
                                                              const aclTensor *expandedExpertIdx,
                                                              const aclTensor *out, uint64_t *workspaceSize,
                                                              aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeFinalizeRouting(void *workspace, uint64_t workspaceSize,
                                              aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
