/* Derived from aclnn/ops/quant/swi_glu_quant.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_SWI_GLU_QUANT_H
#define ACLNNOP_ACLNN_SWI_GLU_QUANT_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* SwiGLU of rows, times the scale of their group, quantised: by their greatest magnitudes, or as they are.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnSwiGluQuantGetWorkspaceSize(const aclTensor *x,
                                                       const aclTensor *smoothScalesOptional,
                                                       const aclTensor *offsetsOptional,
                                                       const aclTensor *groupIndexOptional, bool activateLeft,
                                                       char *quantModeOptional, const aclTensor *yOut,
                                                       const aclTensor *scaleOut, uint64_t *workspaceSize,
                                                       aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnSwiGluQuant(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                       aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
