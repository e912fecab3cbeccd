/* Derived from aclnn/ops/gmm/grouped_matmul_v3.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_GROUPED_MATMUL_V3_H
#define ACLNNOP_ACLNN_GROUPED_MATMUL_V3_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The matrix products of groups of x with a weight, and a bias, for each group.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnGroupedMatmulV3GetWorkspaceSize(const aclTensorList *x,
                                                           const aclTensorList *weight,
                                                           const aclTensorList *biasOptional,
                                                           const aclTensorList *scaleOptional,
                                                           const aclTensorList *offsetOptional,
                                                           const aclTensorList *antiquantScaleOptional,
                                                           const aclTensorList *antiquantOffsetOptional,
                                                           const aclTensor *groupListOptional,
                                                           int64_t splitItem, int64_t groupType,
                                                           const aclTensorList *y, uint64_t *workspaceSize,
                                                           aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnGroupedMatmulV3(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                           aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
