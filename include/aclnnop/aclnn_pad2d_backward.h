/* Derived from aclnn/ops/conversion/pad2d_backward.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_PAD2D_BACKWARD_H
#define ACLNNOP_ACLNN_PAD2D_BACKWARD_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The gradient of aclnnReflectionPad2d: what each element was repeated as, added up.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnReflectionPad2dBackwardGetWorkspaceSize(const aclTensor *gradOutput,
                                                                   const aclTensor *self,
                                                                   const aclIntArray *padding,
                                                                   aclTensor *gradInput,
                                                                   uint64_t *workspaceSize,
                                                                   aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnReflectionPad2dBackward(void *workspace, uint64_t workspaceSize,
                                                   aclOpExecutor *executor, aclrtStream stream);

/* The gradient of aclnnReplicationPad2d: what each element was repeated as, added up.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnReplicationPad2dBackwardGetWorkspaceSize(const aclTensor *gradOutput,
                                                                    const aclTensor *self,
                                                                    const aclIntArray *padding,
                                                                    aclTensor *gradInput,
                                                                    uint64_t *workspaceSize,
                                                                    aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnReplicationPad2dBackward(void *workspace, uint64_t workspaceSize,
                                                    aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
