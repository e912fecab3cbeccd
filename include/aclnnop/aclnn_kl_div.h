/* Derived from aclnn/ops/math/kl_div.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_KL_DIV_H
#define ACLNNOP_ACLNN_KL_DIV_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The divergence of self, a logarithm, from target, as it is, averaged, summed or averaged over rows.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnKlDivGetWorkspaceSize(const aclTensor *self, const aclTensor *target,
                                                 int64_t reduction, bool logTarget, aclTensor *out,
                                                 uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnKlDiv(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                 aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
