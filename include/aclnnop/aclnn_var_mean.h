/* Derived from aclnn/ops/math/var_mean.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_VAR_MEAN_H
#define ACLNNOP_ACLNN_VAR_MEAN_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The variance and the mean along the axes; without axes, of the whole tensor.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnVarMeanGetWorkspaceSize(const aclTensor *self, const aclIntArray *dim,
                                                   int64_t correction, bool keepdim, aclTensor *varOut,
                                                   aclTensor *meanOut, uint64_t *workspaceSize,
                                                   aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnVarMean(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                   aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
