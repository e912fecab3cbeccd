/* Derived from aclnn/ops/attention/fused_infer_attention_score.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FUSED_INFER_ATTENTION_SCORE_H
#define ACLNNOP_ACLNN_FUSED_INFER_ATTENTION_SCORE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Attention of queries to keys and values, which may be lists, pages, or padded.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFusedInferAttentionScoreGetWorkspaceSize(const aclTensor *query,
                                                                    const aclTensorList *key,
                                                                    const aclTensorList *value,
                                                                    const aclTensor *pseShift,
                                                                    const aclTensor *attenMask,
                                                                    const aclIntArray *actualSeqLengths,
                                                                    const aclIntArray *actualSeqLengthsKv,
                                                                    const aclTensor *deqScale1,
                                                                    const aclTensor *quantScale1,
                                                                    const aclTensor *deqScale2,
                                                                    const aclTensor *quantScale2,
                                                                    const aclTensor *quantOffset2,
                                                                    const aclTensor *antiquantScale,
                                                                    const aclTensor *antiquantOffset,
                                                                    const aclTensor *blockTable,
                                                                    const aclTensor *queryPaddingSize,
                                                                    const aclTensor *kvPaddingSize,
                                                                    int64_t numHeads, double scaleValue,
                                                                    int64_t preTokens, int64_t nextTokens,
                                                                    char *inputLayout,
                                                                    int64_t numKeyValueHeads,
                                                                    int64_t sparseMode, int64_t innerPrecise,
                                                                    int64_t blockSize, int64_t antiquantMode,
                                                                    bool softmaxLseFlag,
                                                                    const aclTensor *attentionOut,
                                                                    const aclTensor *softmaxLse,
                                                                    uint64_t *workspaceSize,
                                                                    aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFusedInferAttentionScore(void *workspace, uint64_t workspaceSize,
                                                    aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
