/* Derived from aclnn/ops/foreach/foreach_addcmul.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FOREACH_ADDCMUL_SCALAR_LIST_H
#define ACLNNOP_ACLNN_FOREACH_ADDCMUL_SCALAR_LIST_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* x1 plus a number for each tensor times the product of x2 and x3.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnForeachAddcmulScalarListGetWorkspaceSize(const aclTensorList *x1,
                                                                    const aclTensorList *x2,
                                                                    const aclTensorList *x3,
                                                                    const aclTensor *scalars,
                                                                    const aclTensorList *out,
                                                                    uint64_t *workspaceSize,
                                                                    aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnForeachAddcmulScalarList(void *workspace, uint64_t workspaceSize,
                                                    aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
