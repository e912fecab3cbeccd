/* Derived from aclnn/ops/posembedding/apply_rotary_pos_emb.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_APPLY_ROTARY_POS_EMB_H
#define ACLNNOP_ACLNN_APPLY_ROTARY_POS_EMB_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Rotary position embedding of query and key in place; the pairs are the halves of each row.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnApplyRotaryPosEmbGetWorkspaceSize(aclTensor *queryRef, aclTensor *keyRef,
                                                             const aclTensor *cos, const aclTensor *sin,
                                                             int64_t layout, uint64_t *workspaceSize,
                                                             aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnApplyRotaryPosEmb(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                             aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
