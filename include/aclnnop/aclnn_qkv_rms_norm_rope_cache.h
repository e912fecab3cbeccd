/* Derived from aclnn/ops/posembedding/qkv_rms_norm_rope_cache.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_QKV_RMS_NORM_ROPE_CACHE_H
#define ACLNNOP_ACLNN_QKV_RMS_NORM_ROPE_CACHE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Splits qkv into heads, normalises and rotates those of q and k, and caches k and v.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnQkvRmsNormRopeCacheGetWorkspaceSize(const aclTensor *qkv, const aclTensor *qGamma,
                                                               const aclTensor *kGamma, const aclTensor *cos,
                                                               const aclTensor *sin, const aclTensor *index,
                                                               aclTensor *qOut, aclTensor *kCache,
                                                               aclTensor *vCache,
                                                               const aclTensor *kScaleOptional,
                                                               const aclTensor *vScaleOptional,
                                                               const aclTensor *kOffsetOptional,
                                                               const aclTensor *vOffsetOptional,
                                                               const aclIntArray *qkvSize,
                                                               const aclIntArray *headNums, double epsilon,
                                                               char *cacheModeOptional,
                                                               const aclTensor *qOutBeforeQuant,
                                                               const aclTensor *kOutBeforeQuant,
                                                               const aclTensor *vOutBeforeQuant,
                                                               uint64_t *workspaceSize,
                                                               aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnQkvRmsNormRopeCache(void *workspace, uint64_t workspaceSize,
                                               aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
