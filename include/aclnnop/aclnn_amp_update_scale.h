/* Derived from aclnn/ops/math/amp_update_scale.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_AMP_UPDATE_SCALE_H
#define ACLNNOP_ACLNN_AMP_UPDATE_SCALE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The next scale of losses: less after an overflow, more after so many steps without one.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnAmpUpdateScaleGetWorkspaceSize(const aclTensor *currentScale,
                                                          const aclTensor *growthTracker,
                                                          const aclTensor *foundInf, double growthFactor,
                                                          double backoffFactor, int64_t growthInterval,
                                                          const aclTensor *updatedScaleOut,
                                                          const aclTensor *updatedGrowthTrackerOut,
                                                          uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnAmpUpdateScale(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                          aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
