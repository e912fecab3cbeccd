/* Derived from aclnn/ops/matmul/addbmm.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_ADDBMM_H
#define ACLNNOP_ACLNN_ADDBMM_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* beta times self plus alpha times the sum of the products of two batches of matrices.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnAddbmmGetWorkspaceSize(const aclTensor *self, const aclTensor *batch1,
                                                  const aclTensor *batch2, const aclScalar *beta,
                                                  const aclScalar *alpha, aclTensor *out, int8_t cubeMathType,
                                                  uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnAddbmm(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                  aclrtStream stream);

/* beta times self plus alpha times the sum of the products of two batches of matrices.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnInplaceAddbmmGetWorkspaceSize(aclTensor *selfRef, const aclTensor *batch1,
                                                         const aclTensor *batch2, const aclScalar *beta,
                                                         const aclScalar *alpha, int8_t cubeMathType,
                                                         uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnInplaceAddbmm(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                         aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
