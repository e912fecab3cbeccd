/* Derived from aclnn/ops/math/affine_grid.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_AFFINE_GRID_H
#define ACLNNOP_ACLNN_AFFINE_GRID_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where in an image, from -1 to 1, each element of its affine transform comes from.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnAffineGridGetWorkspaceSize(const aclTensor *theta, const aclIntArray *size,
                                                      bool alignCorners, aclTensor *out,
                                                      uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnAffineGrid(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                      aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
