/* Derived from aclnn/ops/conv/convolution_backward.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_CONVOLUTION_BACKWARD_H
#define ACLNNOP_ACLNN_CONVOLUTION_BACKWARD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradients of aclnnConvolution that the mask asks for: of input, weight, bias.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnConvolutionBackwardGetWorkspaceSize(const aclTensor *gradOutput,
                                                               const aclTensor *input,
                                                               const aclTensor *weight,
                                                               const aclIntArray *biasSizes,
                                                               const aclIntArray *stride,
                                                               const aclIntArray *padding,
                                                               const aclIntArray *dilation, bool transposed,
                                                               const aclIntArray *outputPadding, int groups,
                                                               const aclBoolArray *outputMask,
                                                               int8_t cubeMathType, aclTensor *gradInput,
                                                               aclTensor *gradWeight, aclTensor *gradBias,
                                                               uint64_t *workspaceSize,
                                                               aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnConvolutionBackward(void *workspace, uint64_t workspaceSize,
                                               aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
