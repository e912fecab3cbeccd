/* Derived from aclnn/ops/pooling/max_pool3d_with_argmax.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MAX_POOL3D_WITH_ARGMAX_H
#define ACLNNOP_ACLNN_MAX_POOL3D_WITH_ARGMAX_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The largest element of every window over the last three dimensions, and where it is in its volume.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMaxPool3dWithArgmaxGetWorkspaceSize(const aclTensor *self,
                                                               const aclIntArray *kernelSize,
                                                               const aclIntArray *stride,
                                                               const aclIntArray *padding,
                                                               const aclIntArray *dilation, bool ceilMode,
                                                               aclTensor *out, aclTensor *indices,
                                                               uint64_t *workspaceSize,
                                                               aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMaxPool3dWithArgmax(void *workspace, uint64_t workspaceSize,
                                               aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
