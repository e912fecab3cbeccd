/* Derived from aclnn/ops/matmul/quant_matmul_v5.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_QUANT_MATMUL_V5_H
#define ACLNNOP_ACLNN_QUANT_MATMUL_V5_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The product of quantised matrices, dequantised by scales of columns and rows, or quantised again.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnQuantMatmulV5GetWorkspaceSize(const aclTensor *x1, const aclTensor *x2,
                                                         const aclTensor *x1Scale, const aclTensor *x2Scale,
                                                         const aclTensor *yScale, const aclTensor *x1Offset,
                                                         const aclTensor *x2Offset, const aclTensor *yOffset,
                                                         const aclTensor *bias, bool transposeX1,
                                                         bool transposeX2, int64_t groupSize, aclTensor *out,
                                                         uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnQuantMatmulV5(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                         aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
