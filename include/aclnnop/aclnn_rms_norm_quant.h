/* Derived from aclnn/ops/norm/rms_norm_quant.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_RMS_NORM_QUANT_H
#define ACLNNOP_ACLNN_RMS_NORM_QUANT_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Each row over the root of its mean square times gamma plus beta, over scale plus offset, quantised.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnRmsNormQuantGetWorkspaceSize(const aclTensor *x, const aclTensor *gamma,
                                                        const aclTensor *beta, const aclTensor *scale,
                                                        const aclTensor *offset, double epsilon, aclTensor *y,
                                                        uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnRmsNormQuant(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                        aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
