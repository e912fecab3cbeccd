/* Derived from aclnn/ops/foreach/foreach_pow.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FOREACH_POW_SCALAR_AND_TENSOR_H
#define ACLNNOP_ACLNN_FOREACH_POW_SCALAR_AND_TENSOR_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A number to the power of each tensor.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnForeachPowScalarAndTensorGetWorkspaceSize(const aclScalar *scalar,
                                                                     const aclTensorList *x,
                                                                     const aclTensorList *out,
                                                                     uint64_t *workspaceSize,
                                                                     aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnForeachPowScalarAndTensor(void *workspace, uint64_t workspaceSize,
                                                     aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
