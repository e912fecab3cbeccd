/* Derived from aclnn/ops/attention/fused_infer_attention_score.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FUSED_INFER_ATTENTION_SCORE_V3_H
#define ACLNNOP_ACLNN_FUSED_INFER_ATTENTION_SCORE_V3_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Attention of queries to keys and values, which may be lists, pages, or padded; also with rotary parts apart and tokens in one row.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFusedInferAttentionScoreV3GetWorkspaceSize(const aclTensor *query,
                                                                      const aclTensorList *key,
                                                                      const aclTensorList *value,
                                                                      const aclTensor *pseShiftOptional,
                                                                      const aclTensor *attenMaskOptional,
                                                                      const aclIntArray *actualSeqLengthsOptional,
                                                                      const aclIntArray *actualSeqLengthsKvOptional,
                                                                      const aclTensor *deqScale1Optional,
                                                                      const aclTensor *quantScale1Optional,
                                                                      const aclTensor *deqScale2Optional,
                                                                      const aclTensor *quantScale2Optional,
                                                                      const aclTensor *quantOffset2Optional,
                                                                      const aclTensor *antiquantScaleOptional,
                                                                      const aclTensor *antiquantOffsetOptional,
                                                                      const aclTensor *blockTableOptional,
                                                                      const aclTensor *queryPaddingSizeOptional,
                                                                      const aclTensor *kvPaddingSizeOptional,
                                                                      const aclTensor *keyAntiquantScaleOptional,
                                                                      const aclTensor *keyAntiquantOffsetOptional,
                                                                      const aclTensor *valueAntiquantScaleOptional,
                                                                      const aclTensor *valueAntiquantOffsetOptional,
                                                                      const aclTensor *keySharedPrefixOptional,
                                                                      const aclTensor *valueSharedPrefixOptional,
                                                                      const aclIntArray *actualSharedPrefixLenOptional,
                                                                      const aclTensor *queryRopeOptional,
                                                                      const aclTensor *keyRopeOptional,
                                                                      const aclTensor *keyRopeAntiquantScaleOptional,
                                                                      int64_t numHeads, double scaleValue,
                                                                      int64_t preTokens, int64_t nextTokens,
                                                                      char *inputLayout,
                                                                      int64_t numKeyValueHeads,
                                                                      int64_t sparseMode,
                                                                      int64_t innerPrecise, int64_t blockSize,
                                                                      int64_t antiquantMode,
                                                                      bool softmaxLseFlag,
                                                                      int64_t keyAntiquantMode,
                                                                      int64_t valueAntiquantMode,
                                                                      const aclTensor *attentionOut,
                                                                      const aclTensor *softmaxLse,
                                                                      uint64_t *workspaceSize,
                                                                      aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFusedInferAttentionScoreV3(void *workspace, uint64_t workspaceSize,
                                                      aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
