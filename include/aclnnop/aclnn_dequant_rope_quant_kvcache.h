/* Derived from aclnn/ops/posembedding/dequant_rope_quant_kvcache.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_DEQUANT_ROPE_QUANT_KVCACHE_H
#define ACLNNOP_ACLNN_DEQUANT_ROPE_QUANT_KVCACHE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Splits x into query, key and value, rotates query and key, and caches key and value as int8.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnDequantRopeQuantKvcacheGetWorkspaceSize(const aclTensor *x, const aclTensor *cos,
                                                                   const aclTensor *sin, aclTensor *kCacheRef,
                                                                   aclTensor *vCacheRef,
                                                                   const aclTensor *indices,
                                                                   const aclTensor *scaleK,
                                                                   const aclTensor *scaleV,
                                                                   const aclTensor *offsetKOptional,
                                                                   const aclTensor *offsetVOptional,
                                                                   const aclTensor *weightScaleOptional,
                                                                   const aclTensor *activationScaleOptional,
                                                                   const aclTensor *biasOptional,
                                                                   const aclIntArray *sizeSplits,
                                                                   char *quantModeOptional,
                                                                   char *layoutOptional, bool kvOutput,
                                                                   char *cacheModeOptional,
                                                                   const aclTensor *qOut,
                                                                   const aclTensor *kOut,
                                                                   const aclTensor *vOut,
                                                                   uint64_t *workspaceSize,
                                                                   aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnDequantRopeQuantKvcache(void *workspace, uint64_t workspaceSize,
                                                   aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
