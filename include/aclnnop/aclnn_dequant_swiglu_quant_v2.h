/* Derived from aclnn/ops/quant/dequant_swiglu_quant_v2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_DEQUANT_SWIGLU_QUANT_V2_H
#define ACLNNOP_ACLNN_DEQUANT_SWIGLU_QUANT_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Rows of INT32 made numbers by scales, their SwiGLU, and that quantised, by groups of rows.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnDequantSwigluQuantV2GetWorkspaceSize(const aclTensor *x,
                                                                const aclTensor *weightScaleOptional,
                                                                const aclTensor *activationScaleOptional,
                                                                const aclTensor *biasOptional,
                                                                const aclTensor *quantScaleOptional,
                                                                const aclTensor *quantOffsetOptional,
                                                                const aclTensor *groupIndexOptional,
                                                                bool activateLeft, char *quantModeOptional,
                                                                int64_t dstType, char *roundModeOptional,
                                                                int64_t activateDim, int64_t swigluMode,
                                                                double clampLimit, double gluAlpha,
                                                                double gluBias, const aclTensor *yOut,
                                                                const aclTensor *scaleOut,
                                                                uint64_t *workspaceSize,
                                                                aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnDequantSwigluQuantV2(void *workspace, uint64_t workspaceSize,
                                                aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
