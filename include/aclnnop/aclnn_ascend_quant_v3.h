/* Derived from aclnn/ops/quant/ascend_quant.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_ASCEND_QUANT_V3_H
#define ACLNNOP_ACLNN_ASCEND_QUANT_V3_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* x times scale (its square with sqrtMode) plus offset, rounded to a quantised type; INT32 is eight INT4.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnAscendQuantV3GetWorkspaceSize(const aclTensor *x, const aclTensor *scale,
                                                         const aclTensor *offset, bool sqrtMode,
                                                         const char *roundMode, int32_t dstType, int32_t axis,
                                                         const aclTensor *y, uint64_t *workspaceSize,
                                                         aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnAscendQuantV3(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                         aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
