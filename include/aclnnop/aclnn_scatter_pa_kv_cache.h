/* Derived from aclnn/ops/attention/scatter_pa_kv_cache.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_SCATTER_PA_KV_CACHE_H
#define ACLNNOP_ACLNN_SCATTER_PA_KV_CACHE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Puts the keys and values of tokens in their places of a paged cache.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnScatterPaKvCacheGetWorkspaceSize(const aclTensor *key, aclTensor *keyCacheRef,
                                                            const aclTensor *slotMapping,
                                                            const aclTensor *value, aclTensor *valueCacheRef,
                                                            const aclTensor *compressLensOptional,
                                                            const aclTensor *compressSeqOffsetOptional,
                                                            const aclTensor *seqLensOptional,
                                                            char *cacheModeOptional,
                                                            char *scatterModeOptional,
                                                            const aclIntArray *stridesOptional,
                                                            const aclIntArray *offsetsOptional,
                                                            uint64_t *workspaceSize,
                                                            aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnScatterPaKvCache(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                            aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
