/* Derived from aclnn/ops/norm/embedding_renorm.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_EMBEDDING_RENORM_H
#define ACLNNOP_ACLNN_EMBEDDING_RENORM_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The rows that indices name, those of more than the greatest norm scaled to it.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnEmbeddingRenormGetWorkspaceSize(aclTensor *selfRef, const aclTensor *indices,
                                                           double maxNorm, double normType,
                                                           uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnEmbeddingRenorm(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                           aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
