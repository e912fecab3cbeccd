/* Derived from aclnn/ops/matmul/weight_quant_batch_matmul_v2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_WEIGHT_QUANT_BATCH_MATMUL_V2_H
#define ACLNNOP_ACLNN_WEIGHT_QUANT_BATCH_MATMUL_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The product of x and (weight + antiquantOffset) * antiquantScale, plus the bias.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnWeightQuantBatchMatmulV2GetWorkspaceSize(const aclTensor *x,
                                                                    const aclTensor *weight,
                                                                    const aclTensor *antiquantScale,
                                                                    const aclTensor *antiquantOffsetOptional,
                                                                    const aclTensor *quantScaleOptional,
                                                                    const aclTensor *quantOffsetOptional,
                                                                    const aclTensor *biasOptional,
                                                                    int antiquantGroupSize,
                                                                    const aclTensor *y,
                                                                    uint64_t *workspaceSize,
                                                                    aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnWeightQuantBatchMatmulV2(void *workspace, uint64_t workspaceSize,
                                                    aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
