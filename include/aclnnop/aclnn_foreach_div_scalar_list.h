/* Derived from aclnn/ops/foreach/foreach_div.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FOREACH_DIV_SCALAR_LIST_H
#define ACLNNOP_ACLNN_FOREACH_DIV_SCALAR_LIST_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The quotient of each tensor and a number of its own.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnForeachDivScalarListGetWorkspaceSize(const aclTensorList *x,
                                                                const aclScalarList *scalars,
                                                                const aclTensorList *out,
                                                                uint64_t *workspaceSize,
                                                                aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnForeachDivScalarList(void *workspace, uint64_t workspaceSize,
                                                aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
