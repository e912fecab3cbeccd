/* Derived from aclnn/ops/pooling/max_pool.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MAX_POOL_H
#define ACLNNOP_ACLNN_MAX_POOL_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The largest element of every window over the last two dimensions.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMaxPoolGetWorkspaceSize(const aclTensor *self, const aclIntArray *kernelShape,
                                                   const aclIntArray *strides, int64_t autoPad,
                                                   const aclIntArray *pads, const aclIntArray *dilations,
                                                   int64_t ceilMode, aclTensor *out, uint64_t *workspaceSize,
                                                   aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMaxPool(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                   aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
