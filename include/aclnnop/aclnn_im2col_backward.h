/* Derived from aclnn/ops/image/im2col_backward.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_IM2COL_BACKWARD_H
#define ACLNNOP_ACLNN_IM2COL_BACKWARD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradient of aclnnIm2col: every column added to the window that it is of.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnIm2colBackwardGetWorkspaceSize(const aclTensor *gradOutput,
                                                          const aclIntArray *inputSize,
                                                          const aclIntArray *kernelSize,
                                                          const aclIntArray *dilation,
                                                          const aclIntArray *padding,
                                                          const aclIntArray *stride, aclTensor *out,
                                                          uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnIm2colBackward(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                          aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
