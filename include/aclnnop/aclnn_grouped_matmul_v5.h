/* Derived from aclnn/ops/gmm/grouped_matmul_v5.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_GROUPED_MATMUL_V5_H
#define ACLNNOP_ACLNN_GROUPED_MATMUL_V5_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Products of groups of rows, or of columns, with a weight each; of floats, INT8, or floats with INT8.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnGroupedMatmulV5GetWorkspaceSize(const aclTensorList *x,
                                                           const aclTensorList *weight,
                                                           const aclTensorList *biasOptional,
                                                           const aclTensorList *scaleOptional,
                                                           const aclTensorList *offsetOptional,
                                                           const aclTensorList *antiquantScaleOptional,
                                                           const aclTensorList *antiquantOffsetOptional,
                                                           const aclTensorList *perTokenScaleOptional,
                                                           const aclTensor *groupListOptional,
                                                           const aclTensorList *activationInputOptional,
                                                           const aclTensorList *activationQuantScaleOptional,
                                                           const aclTensorList *activationQuantOffsetOptional,
                                                           int64_t splitItem, int64_t groupType,
                                                           int64_t groupListType, int64_t actType,
                                                           aclIntArray *tuningConfigOptional,
                                                           aclTensorList *out,
                                                           aclTensorList *activationFeatureOutOptional,
                                                           aclTensorList *dynQuantScaleOutOptional,
                                                           uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnGroupedMatmulV5(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                           aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
