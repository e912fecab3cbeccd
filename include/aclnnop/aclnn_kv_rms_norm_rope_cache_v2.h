/* Derived from aclnn/ops/posembedding/kv_rms_norm_rope_cache.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_KV_RMS_NORM_ROPE_CACHE_V2_H
#define ACLNNOP_ACLNN_KV_RMS_NORM_ROPE_CACHE_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* RMS norm and rotary embedding of the rows of kv, written into a key and a value cache.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnKvRmsNormRopeCacheV2GetWorkspaceSize(const aclTensor *kv, const aclTensor *gamma,
                                                                const aclTensor *cos, const aclTensor *sin,
                                                                const aclTensor *index, aclTensor *kCacheRef,
                                                                aclTensor *ckvCacheRef,
                                                                const aclTensor *kRopeScaleOptional,
                                                                const aclTensor *cKvScaleOptional,
                                                                const aclTensor *kRopeOffsetOptional,
                                                                const aclTensor *cKvOffsetOptional,
                                                                const aclTensor *vOptional, double epsilon,
                                                                char *cacheModeOptional, bool isOutputKv,
                                                                const aclTensor *kRopeOut,
                                                                const aclTensor *cKvOut,
                                                                uint64_t *workspaceSize,
                                                                aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnKvRmsNormRopeCacheV2(void *workspace, uint64_t workspaceSize,
                                                aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
