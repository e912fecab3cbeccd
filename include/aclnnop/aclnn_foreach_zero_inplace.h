/* Derived from aclnn/ops/foreach/foreach_zero_inplace.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FOREACH_ZERO_INPLACE_H
#define ACLNNOP_ACLNN_FOREACH_ZERO_INPLACE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Every element of every tensor set to zero.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnForeachZeroInplaceGetWorkspaceSize(const aclTensorList *x, uint64_t *workspaceSize,
                                                              aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnForeachZeroInplace(void *workspace, uint64_t workspaceSize,
                                              aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
