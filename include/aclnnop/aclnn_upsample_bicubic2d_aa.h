/* Derived from aclnn/ops/image/upsample_bilinear2d_aa.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_UPSAMPLE_BICUBIC2D_AA_H
#define ACLNNOP_ACLNN_UPSAMPLE_BICUBIC2D_AA_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Images of another size, each element a mean by a cubic of those around its place.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnUpsampleBicubic2dAAGetWorkspaceSize(const aclTensor *x,
                                                               const aclIntArray *outputSize,
                                                               const bool alignCorners, const double scalesH,
                                                               const double scalesW, aclTensor *out,
                                                               uint64_t *workspaceSize,
                                                               aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnUpsampleBicubic2dAA(void *workspace, uint64_t workspaceSize,
                                               aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
