/* Derived from aclnn/ops/conversion/inplace_fill_diagonal.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FILL_DIAGONAL_H
#define ACLNNOP_ACLNN_FILL_DIAGONAL_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The diagonal set to a number; with wrap a new one begins below the first, after a row that stays.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnInplaceFillDiagonalGetWorkspaceSize(aclTensor *selfRef, const aclScalar *fillValue,
                                                               bool wrap, uint64_t *workspaceSize,
                                                               aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnInplaceFillDiagonal(void *workspace, uint64_t workspaceSize,
                                               aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
