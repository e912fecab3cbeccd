/* Derived from aclnn/ops/moe/moe_gating_top_k.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_GATING_TOP_K_H
#define ACLNNOP_ACLNN_MOE_GATING_TOP_K_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The k experts of each token with the greatest weights, among those in the best groups, and their weights.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeGatingTopKGetWorkspaceSize(const aclTensor *x, const aclTensor *biasOptional,
                                                         int64_t k, int64_t kGroup, int64_t groupCount,
                                                         int64_t groupSelectMode, int64_t renorm,
                                                         int64_t normType, bool outFlag,
                                                         double routedScalingFactor, double eps,
                                                         const aclTensor *yOut, const aclTensor *expertIdxOut,
                                                         const aclTensor *outOut, uint64_t *workspaceSize,
                                                         aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeGatingTopK(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                         aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
