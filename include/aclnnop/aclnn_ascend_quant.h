/* Derived from aclnn/ops/quant/ascend_quant.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_ASCEND_QUANT_H
#define ACLNNOP_ACLNN_ASCEND_QUANT_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* As aclnnAscendQuantV3, with a scale for all or for each element of a row.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnAscendQuantGetWorkspaceSize(const aclTensor *x, const aclTensor *scale,
                                                       const aclTensor *offset, bool sqrtMode,
                                                       const char *roundMode, int32_t dstType,
                                                       const aclTensor *y, uint64_t *workspaceSize,
                                                       aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnAscendQuant(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                       aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
