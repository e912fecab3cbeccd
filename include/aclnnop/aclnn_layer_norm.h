/* Derived from aclnn/ops/norm/layer_norm.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_LAYER_NORM_H
#define ACLNNOP_ACLNN_LAYER_NORM_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Each row moved to mean 0 and scaled to variance 1, times weight, plus bias.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnLayerNormGetWorkspaceSize(const aclTensor *input,
                                                     const aclIntArray *normalizedShape,
                                                     const aclTensor *weightOptional,
                                                     const aclTensor *biasOptional, double eps,
                                                     aclTensor *out, aclTensor *meanOutOptional,
                                                     aclTensor *rstdOutOptional, uint64_t *workspaceSize,
                                                     aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnLayerNorm(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                     aclrtStream stream);

/* Each row moved to mean 0 and scaled to variance 1, times weight, plus bias.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnLayerNormWithImplModeGetWorkspaceSize(const aclTensor *input,
                                                                 const aclIntArray *normalizedShape,
                                                                 const aclTensor *weightOptional,
                                                                 const aclTensor *biasOptional, double eps,
                                                                 aclTensor *out, aclTensor *meanOutOptional,
                                                                 aclTensor *rstdOutOptional, int32_t implMode,
                                                                 uint64_t *workspaceSize,
                                                                 aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnLayerNormWithImplMode(void *workspace, uint64_t workspaceSize,
                                                 aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
