/* Derived from aclnn/ops/index/index_add.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_INDEX_ADD_H
#define ACLNNOP_ACLNN_INDEX_ADD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A tensor to whose elements along a dimension, named by an index, alpha times those of another are added.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnIndexAddGetWorkspaceSize(const aclTensor *self, int64_t dim,
                                                    const aclTensor *index, const aclTensor *source,
                                                    const aclScalar *alpha, aclTensor *out,
                                                    uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnIndexAdd(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                    aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
