/* Derived from aclnn/ops/norm/add_rms_norm_quant_v2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_ADD_RMS_NORM_QUANT_H
#define ACLNNOP_ACLNN_ADD_RMS_NORM_QUANT_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The sum of two tensors, its rows over the root of their mean square times gamma plus beta, and quantised.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnAddRmsNormQuantGetWorkspaceSize(const aclTensor *x1, const aclTensor *x2,
                                                           const aclTensor *gamma, const aclTensor *scales1,
                                                           const aclTensor *scales2Optional,
                                                           const aclTensor *zeroPoints1Optional,
                                                           const aclTensor *zeroPoints2Optional, int64_t axis,
                                                           double epsilon, bool divMode, aclTensor *y1Out,
                                                           aclTensor *y2Out, aclTensor *xOut,
                                                           uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnAddRmsNormQuant(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                           aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
