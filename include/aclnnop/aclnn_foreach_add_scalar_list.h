/* Derived from aclnn/ops/foreach/foreach_add.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FOREACH_ADD_SCALAR_LIST_H
#define ACLNNOP_ACLNN_FOREACH_ADD_SCALAR_LIST_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Each tensor plus a number of its own.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnForeachAddScalarListGetWorkspaceSize(const aclTensorList *x,
                                                                const aclScalarList *scalars,
                                                                const aclTensorList *out,
                                                                uint64_t *workspaceSize,
                                                                aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnForeachAddScalarList(void *workspace, uint64_t workspaceSize,
                                                aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
