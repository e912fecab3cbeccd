/* Derived from aclnn/ops/math/svd.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_SVD_H
#define ACLNNOP_ACLNN_SVD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Singular values in descending order, and the singular vectors as columns of u and v.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnSvdGetWorkspaceSize(const aclTensor *input, const bool fullMatrices,
                                               const bool computeUV, aclTensor *sigma, aclTensor *u,
                                               aclTensor *v, uint64_t *workspaceSize,
                                               aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnSvd(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                               aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
