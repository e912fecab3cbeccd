/* Derived from aclnn/ops/index/unique2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_UNIQUE2_H
#define ACLNNOP_ACLNN_UNIQUE2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The different elements, always in ascending order, which of them each element is, how often they occur.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnUnique2GetWorkspaceSize(const aclTensor *self, bool sorted, bool returnInverse,
                                                   bool returnCounts, aclTensor *valueOut,
                                                   aclTensor *inverseOut, aclTensor *countsOut,
                                                   uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnUnique2(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                   aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
