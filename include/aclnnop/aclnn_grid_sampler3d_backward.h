/* Derived from aclnn/ops/image/grid_sampler2d.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_GRID_SAMPLER3D_BACKWARD_H
#define ACLNNOP_ACLNN_GRID_SAMPLER3D_BACKWARD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradients of aclnnGridSampler3D with respect to volumes and grid.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnGridSampler3DBackwardGetWorkspaceSize(const aclTensor *gradOutput,
                                                                 const aclTensor *input,
                                                                 const aclTensor *grid,
                                                                 int64_t interpolationMode,
                                                                 int64_t paddingMode, bool alignCorners,
                                                                 const aclBoolArray *outputMask,
                                                                 aclTensor *inputGrad, aclTensor *gridGrad,
                                                                 uint64_t *workspaceSize,
                                                                 aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnGridSampler3DBackward(void *workspace, uint64_t workspaceSize,
                                                 aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
