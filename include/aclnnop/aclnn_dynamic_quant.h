/* Derived from aclnn/ops/quant/dynamic_quant.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_DYNAMIC_QUANT_H
#define ACLNNOP_ACLNN_DYNAMIC_QUANT_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Quantises rows, columns or a tensor by scales that follow from their greatest magnitudes, or extremes.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnDynamicQuantGetWorkspaceSize(const aclTensor *x,
                                                        const aclTensor *smoothScalesOptional,
                                                        const aclTensor *yOut, const aclTensor *scaleOut,
                                                        uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnDynamicQuant(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                        aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
