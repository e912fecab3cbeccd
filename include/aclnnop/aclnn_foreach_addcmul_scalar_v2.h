/* Derived from aclnn/ops/foreach/foreach_addcmul.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FOREACH_ADDCMUL_SCALAR_V2_H
#define ACLNNOP_ACLNN_FOREACH_ADDCMUL_SCALAR_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* x1 plus a number times the product of x2 and x3.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnForeachAddcmulScalarV2GetWorkspaceSize(const aclTensorList *x1,
                                                                  const aclTensorList *x2,
                                                                  const aclTensorList *x3,
                                                                  const aclScalar *scalar, aclTensorList *out,
                                                                  uint64_t *workspaceSize,
                                                                  aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnForeachAddcmulScalarV2(void *workspace, uint64_t workspaceSize,
                                                  aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
