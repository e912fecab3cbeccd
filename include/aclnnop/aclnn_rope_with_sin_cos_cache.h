/* Derived from aclnn/ops/posembedding/rope_with_sin_cos_cache.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_ROPE_WITH_SIN_COS_CACHE_H
#define ACLNNOP_ACLNN_ROPE_WITH_SIN_COS_CACHE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Rotary position embedding of query and key by rows of a table of cos and sin.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnRopeWithSinCosCacheGetWorkspaceSize(const aclTensor *positions,
                                                               const aclTensor *queryIn,
                                                               const aclTensor *keyIn,
                                                               const aclTensor *cosSinCache,
                                                               const aclIntArray *mropeSection,
                                                               int64_t headSize, bool isNeoxStyle,
                                                               aclTensor *queryOut, aclTensor *keyOut,
                                                               uint64_t *workspaceSize,
                                                               aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnRopeWithSinCosCache(void *workspace, uint64_t workspaceSize,
                                               aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
