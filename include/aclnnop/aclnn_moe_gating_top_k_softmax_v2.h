/* Derived from aclnn/ops/moe/moe_gating_top_k_softmax_v2.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_MOE_GATING_TOP_K_SOFTMAX_V2_H
#define ACLNNOP_ACLNN_MOE_GATING_TOP_K_SOFTMAX_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The k greatest weights of each token and their experts: of its softmax, or the softmax of its greatest.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnMoeGatingTopKSoftmaxV2GetWorkspaceSize(const aclTensor *x,
                                                                  const aclTensor *finishedOptional,
                                                                  int64_t k, int64_t renorm,
                                                                  bool outputSoftmaxResultFlag,
                                                                  const aclTensor *yOut,
                                                                  const aclTensor *expertIdxOut,
                                                                  const aclTensor *softmaxResultOutOptional,
                                                                  uint64_t *workspaceSize,
                                                                  aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnMoeGatingTopKSoftmaxV2(void *workspace, uint64_t workspaceSize,
                                                  aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
