/* Derived from aclnn/ops/norm/add_rms_norm_dynamic_quant_v2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_ADD_RMS_NORM_DYNAMIC_QUANT_H
#define ACLNNOP_ACLNN_ADD_RMS_NORM_DYNAMIC_QUANT_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The sum of two tensors, its rows over the root of their mean square times gamma plus beta, quantised by their greatest magnitudes.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnAddRmsNormDynamicQuantGetWorkspaceSize(const aclTensor *x1, const aclTensor *x2,
                                                                  const aclTensor *gamma,
                                                                  const aclTensor *smoothScale1Optional,
                                                                  const aclTensor *smoothScale2Optional,
                                                                  double epsilon, aclTensor *y1Out,
                                                                  aclTensor *y2Out, aclTensor *xOut,
                                                                  aclTensor *scale1Out, aclTensor *scale2Out,
                                                                  uint64_t *workspaceSize,
                                                                  aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnAddRmsNormDynamicQuant(void *workspace, uint64_t workspaceSize,
                                                  aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
