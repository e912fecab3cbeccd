/* Derived from aclnn/ops/matmul/quant_matmul_v4.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_QUANT_MATMUL_V3_H
#define ACLNNOP_ACLNN_QUANT_MATMUL_V3_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The product of quantised matrices, dequantised by scales of columns and rows, or quantised again.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnQuantMatmulV3GetWorkspaceSize(const aclTensor *x1, const aclTensor *x2,
                                                         const aclTensor *scale, const aclTensor *offset,
                                                         const aclTensor *bias, bool transposeX1,
                                                         bool transposeX2, const aclTensor *out,
                                                         uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnQuantMatmulV3(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                         aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
