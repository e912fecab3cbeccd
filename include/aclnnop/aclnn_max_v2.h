/* Derived from aclnn/ops/math/max_v2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MAX_V2_H
#define ACLNNOP_ACLNN_MAX_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The greatest element along the axes; without axes that of the whole tensor, or self if asked.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMaxV2GetWorkspaceSize(const aclTensor *self, const aclIntArray *dims,
                                                 bool keepDims, bool noopWithEmptyDims, aclTensor *out,
                                                 uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMaxV2(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                 aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
