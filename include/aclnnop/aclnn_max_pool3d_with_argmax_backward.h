/* Derived from aclnn/ops/pooling/max_pool3d_with_argmax.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MAX_POOL3D_WITH_ARGMAX_BACKWARD_H
#define ACLNNOP_ACLNN_MAX_POOL3D_WITH_ARGMAX_BACKWARD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradient of aclnnMaxPool3dWithArgmax: each element added where its maximum was.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMaxPool3dWithArgmaxBackwardGetWorkspaceSize(const aclTensor *gradOutput,
                                                                       const aclTensor *self,
                                                                       const aclTensor *indices,
                                                                       const aclIntArray *kernelSize,
                                                                       const aclIntArray *stride,
                                                                       const aclIntArray *padding,
                                                                       const aclIntArray *dilation,
                                                                       bool ceilMode, aclTensor *gradInput,
                                                                       uint64_t *workspaceSize,
                                                                       aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMaxPool3dWithArgmaxBackward(void *workspace, uint64_t workspaceSize,
                                                       aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
