/* Derived from aclnn/ops/image/upsample_bilinear2d_aa.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_UPSAMPLE_BILINEAR2D_AA_H
#define ACLNNOP_ACLNN_UPSAMPLE_BILINEAR2D_AA_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Images of another size, each element the mean of those that a triangle over its place sees.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnUpsampleBilinear2dAAGetWorkspaceSize(const aclTensor *input,
                                                                const aclIntArray *outputSize,
                                                                bool alignCorners, double scalesH,
                                                                double scalesW, aclTensor *out,
                                                                uint64_t *workspaceSize,
                                                                aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnUpsampleBilinear2dAA(void *workspace, uint64_t workspaceSize,
                                                aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
