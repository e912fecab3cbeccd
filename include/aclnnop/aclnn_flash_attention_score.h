/* Derived from aclnn/ops/attention/flash_attention_score.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_FLASH_ATTENTION_SCORE_H
#define ACLNNOP_ACLNN_FLASH_ATTENTION_SCORE_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFlashAttentionScoreGetWorkspaceSize(const aclTensor *query, const aclTensor *key,
                                                               const aclTensor *value,
                                                               const aclTensor *realShiftOptional,
                                                               const aclTensor *dropMaskOptional,
                                                               const aclTensor *paddingMaskOptional,
                                                               const aclTensor *attenMaskOptional,
                                                               const aclIntArray *prefixOptional,
                                                               double scaleValue, double keepProb,
                                                               int64_t preTokens, int64_t nextTokens,
                                                               int64_t headNum, char *inputLayout,
                                                               int64_t innerPrecise, int64_t sparseMode,
                                                               const aclTensor *softmaxMaxOut,
                                                               const aclTensor *softmaxSumOut,
                                                               const aclTensor *softmaxOutOut,
                                                               const aclTensor *attentionOutOut,
                                                               uint64_t *workspaceSize,
                                                               aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFlashAttentionScore(void *workspace, uint64_t workspaceSize,
                                               aclOpExecutor *executor, aclrtStream stream);

/* Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFlashAttentionScoreV2GetWorkspaceSize(const aclTensor *query, const aclTensor *key,
                                                                 const aclTensor *value,
                                                                 const aclTensor *realShiftOptional,
                                                                 const aclTensor *dropMaskOptional,
                                                                 const aclTensor *paddingMaskOptional,
                                                                 const aclTensor *attenMaskOptional,
                                                                 const aclIntArray *prefixOptional,
                                                                 const aclIntArray *qStartIdxOptional,
                                                                 const aclIntArray *kvStartIdxOptional,
                                                                 double scaleValue, double keepProb,
                                                                 int64_t preTokens, int64_t nextTokens,
                                                                 int64_t headNum, char *inputLayout,
                                                                 int64_t innerPrecise, int64_t sparseMode,
                                                                 int64_t pseType,
                                                                 const aclTensor *softmaxMaxOut,
                                                                 const aclTensor *softmaxSumOut,
                                                                 const aclTensor *softmaxOutOut,
                                                                 const aclTensor *attentionOutOut,
                                                                 uint64_t *workspaceSize,
                                                                 aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFlashAttentionScoreV2(void *workspace, uint64_t workspaceSize,
                                                 aclOpExecutor *executor, aclrtStream stream);

/* Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFlashAttentionScoreV3GetWorkspaceSize(const aclTensor *query, const aclTensor *key,
                                                                 const aclTensor *value,
                                                                 const aclTensor *realShiftOptional,
                                                                 const aclTensor *dropMaskOptional,
                                                                 const aclTensor *paddingMaskOptional,
                                                                 const aclTensor *attenMaskOptional,
                                                                 const aclTensor *sinkOptional,
                                                                 const aclIntArray *prefixOptional,
                                                                 const aclIntArray *qStartIdxOptional,
                                                                 const aclIntArray *kvStartIdxOptional,
                                                                 double scaleValue, double keepProb,
                                                                 int64_t preTokens, int64_t nextTokens,
                                                                 int64_t headNum, char *inputLayout,
                                                                 int64_t innerPrecise, int64_t sparseMode,
                                                                 int64_t pseType,
                                                                 const aclTensor *softmaxMaxOut,
                                                                 const aclTensor *softmaxSumOut,
                                                                 const aclTensor *softmaxOutOut,
                                                                 const aclTensor *attentionOutOut,
                                                                 uint64_t *workspaceSize,
                                                                 aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFlashAttentionScoreV3(void *workspace, uint64_t workspaceSize,
                                                 aclOpExecutor *executor, aclrtStream stream);

/* Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreGetWorkspaceSize(const aclTensor *query,
                                                                     const aclTensor *key,
                                                                     const aclTensor *value,
                                                                     const aclTensor *realShiftOptional,
                                                                     const aclTensor *dropMaskOptional,
                                                                     const aclTensor *paddingMaskOptional,
                                                                     const aclTensor *attenMaskOptional,
                                                                     const aclIntArray *prefixOptional,
                                                                     const aclIntArray *actualSeqQLenOptional,
                                                                     const aclIntArray *actualSeqKvLenOptional,
                                                                     double scaleValue, double keepProb,
                                                                     int64_t preTokens, int64_t nextTokens,
                                                                     int64_t headNum, char *inputLayout,
                                                                     int64_t innerPrecise, int64_t sparseMode,
                                                                     const aclTensor *softmaxMaxOut,
                                                                     const aclTensor *softmaxSumOut,
                                                                     const aclTensor *softmaxOutOut,
                                                                     const aclTensor *attentionOutOut,
                                                                     uint64_t *workspaceSize,
                                                                     aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScore(void *workspace, uint64_t workspaceSize,
                                                     aclOpExecutor *executor, aclrtStream stream);

/* Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreV2GetWorkspaceSize(const aclTensor *query,
                                                                       const aclTensor *key,
                                                                       const aclTensor *value,
                                                                       const aclTensor *realShiftOptional,
                                                                       const aclTensor *dropMaskOptional,
                                                                       const aclTensor *paddingMaskOptional,
                                                                       const aclTensor *attenMaskOptional,
                                                                       const aclIntArray *prefixOptional,
                                                                       const aclIntArray *actualSeqQLenOptional,
                                                                       const aclIntArray *actualSeqKvLenOptional,
                                                                       const aclIntArray *qStartIdxOptional,
                                                                       const aclIntArray *kvStartIdxOptional,
                                                                       double scaleValue, double keepProb,
                                                                       int64_t preTokens, int64_t nextTokens,
                                                                       int64_t headNum, char *inputLayout,
                                                                       int64_t innerPrecise,
                                                                       int64_t sparseMode, int64_t pseType,
                                                                       const aclTensor *softmaxMaxOut,
                                                                       const aclTensor *softmaxSumOut,
                                                                       const aclTensor *softmaxOutOut,
                                                                       const aclTensor *attentionOutOut,
                                                                       uint64_t *workspaceSize,
                                                                       aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreV2(void *workspace, uint64_t workspaceSize,
                                                       aclOpExecutor *executor, aclrtStream stream);

/* Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreV3GetWorkspaceSize(const aclTensor *query,
                                                                       const aclTensor *queryRope,
                                                                       const aclTensor *key,
                                                                       const aclTensor *keyRope,
                                                                       const aclTensor *value,
                                                                       const aclTensor *realShiftOptional,
                                                                       const aclTensor *dropMaskOptional,
                                                                       const aclTensor *paddingMaskOptional,
                                                                       const aclTensor *attenMaskOptional,
                                                                       const aclIntArray *prefixOptional,
                                                                       const aclIntArray *actualSeqQLenOptional,
                                                                       const aclIntArray *actualSeqKvLenOptional,
                                                                       const aclIntArray *qStartIdxOptional,
                                                                       const aclIntArray *kvStartIdxOptional,
                                                                       double scaleValue, double keepProb,
                                                                       int64_t preTokens, int64_t nextTokens,
                                                                       int64_t headNum, char *inputLayout,
                                                                       int64_t innerPrecise,
                                                                       int64_t sparseMode, int64_t pseType,
                                                                       const aclTensor *softmaxMaxOut,
                                                                       const aclTensor *softmaxSumOut,
                                                                       const aclTensor *softmaxOutOut,
                                                                       const aclTensor *attentionOutOut,
                                                                       uint64_t *workspaceSize,
                                                                       aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreV3(void *workspace, uint64_t workspaceSize,
                                                       aclOpExecutor *executor, aclrtStream stream);

/* Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreV4GetWorkspaceSize(const aclTensor *query,
                                                                       const aclTensor *key,
                                                                       const aclTensor *value,
                                                                       const aclTensor *realShiftOptional,
                                                                       const aclTensor *dropMaskOptional,
                                                                       const aclTensor *paddingMaskOptional,
                                                                       const aclTensor *attenMaskOptional,
                                                                       const aclIntArray *prefixOptional,
                                                                       const aclIntArray *actualSeqQLenOptional,
                                                                       const aclIntArray *actualSeqKvLenOptional,
                                                                       double scaleValue, double keepProb,
                                                                       int64_t preTokens, int64_t nextTokens,
                                                                       int64_t headNum, char *inputLayout,
                                                                       int64_t innerPrecise,
                                                                       int64_t sparseMode,
                                                                       char *softmaxOutLayout,
                                                                       const aclTensor *softmaxMaxOut,
                                                                       const aclTensor *softmaxSumOut,
                                                                       const aclTensor *softmaxOutOut,
                                                                       const aclTensor *attentionOutOut,
                                                                       uint64_t *workspaceSize,
                                                                       aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreV4(void *workspace, uint64_t workspaceSize,
                                                       aclOpExecutor *executor, aclrtStream stream);

/* Attention of queries to keys and values, with dropout, and what its gradient needs of the softmax.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreV5GetWorkspaceSize(const aclTensor *query,
                                                                       const aclTensor *queryRope,
                                                                       const aclTensor *key,
                                                                       const aclTensor *keyRope,
                                                                       const aclTensor *value,
                                                                       const aclTensor *realShiftOptional,
                                                                       const aclTensor *dropMaskOptional,
                                                                       const aclTensor *paddingMaskOptional,
                                                                       const aclTensor *attenMaskOptional,
                                                                       const aclTensor *sinkOptional,
                                                                       const aclIntArray *prefixOptional,
                                                                       const aclIntArray *actualSeqQLenOptional,
                                                                       const aclIntArray *actualSeqKvLenOptional,
                                                                       const aclIntArray *qStartIdxOptional,
                                                                       const aclIntArray *kvStartIdxOptional,
                                                                       double scaleValue, double keepProb,
                                                                       int64_t preTokens, int64_t nextTokens,
                                                                       int64_t headNum, char *inputLayout,
                                                                       int64_t innerPrecise,
                                                                       int64_t sparseMode, int64_t pseType,
                                                                       char *softmaxOutLayout,
                                                                       const aclTensor *softmaxMaxOut,
                                                                       const aclTensor *softmaxSumOut,
                                                                       const aclTensor *softmaxOutOut,
                                                                       const aclTensor *attentionOutOut,
                                                                       uint64_t *workspaceSize,
                                                                       aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnFlashAttentionVarLenScoreV5(void *workspace, uint64_t workspaceSize,
                                                       aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
