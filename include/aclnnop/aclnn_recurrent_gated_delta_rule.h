/* Derived from aclnn/ops/attention/recurrent_gated_delta_rule.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_RECURRENT_GATED_DELTA_RULE_H
#define ACLNNOP_ACLNN_RECURRENT_GATED_DELTA_RULE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A gated state for each token, corrected towards value along key, and what query reads from it.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnRecurrentGatedDeltaRuleGetWorkspaceSize(const aclTensor *query,
                                                                   const aclTensor *key,
                                                                   const aclTensor *value,
                                                                   const aclTensor *beta, aclTensor *stateRef,
                                                                   const aclTensor *actualSeqLengths,
                                                                   const aclTensor *ssmStateIndices,
                                                                   const aclTensor *g, const aclTensor *gk,
                                                                   const aclTensor *numAcceptedTokens,
                                                                   float scaleValue, aclTensor *out,
                                                                   uint64_t *workspaceSize,
                                                                   aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnRecurrentGatedDeltaRule(void *workspace, uint64_t workspaceSize,
                                                   aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
