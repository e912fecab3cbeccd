/* Derived from aclnn/ops/image/upsample_bicubic_2d.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_UPSAMPLE_BICUBIC_2D_H
#define ACLNNOP_ACLNN_UPSAMPLE_BICUBIC_2D_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Images of another size, each element of a cubic between its sixteen neighbours in self.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnUpsampleBicubic2dGetWorkspaceSize(const aclTensor *self,
                                                             const aclIntArray *outputSize,
                                                             const bool alignCorners, const double scalesH,
                                                             const double scalesW, aclTensor *out,
                                                             uint64_t *workspaceSize,
                                                             aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnUpsampleBicubic2d(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                             aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
