/* Derived from aclnn/ops/quant/quantize.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_QUANTIZE_H
#define ACLNNOP_ACLNN_QUANTIZE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* x over scales plus zeroPoints, rounded to a quantised type.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnQuantizeGetWorkspaceSize(const aclTensor *x, const aclTensor *scales,
                                                    const aclTensor *zeroPoints, aclDataType dtype,
                                                    int32_t axis, aclTensor *out, uint64_t *workspaceSize,
                                                    aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnQuantize(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                    aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
