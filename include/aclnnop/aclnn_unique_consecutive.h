/* Derived from aclnn/ops/index/unique_consecutive.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_UNIQUE_CONSECUTIVE_H
#define ACLNNOP_ACLNN_UNIQUE_CONSECUTIVE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The elements, or slices across a dimension, without those equal to the one before; their runs.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnUniqueConsecutiveGetWorkspaceSize(const aclTensor *self, bool returnInverse,
                                                             bool returnCounts, int64_t dim,
                                                             aclTensor *valueOut, aclTensor *inverseOut,
                                                             aclTensor *countsOut, uint64_t *workspaceSize,
                                                             aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnUniqueConsecutive(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                             aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
