/* Derived from aclnn/ops/attention/prompt_flash_attention.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_PROMPT_FLASH_ATTENTION_V2_H
#define ACLNNOP_ACLNN_PROMPT_FLASH_ATTENTION_V2_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Attention of all queries to keys and values.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnPromptFlashAttentionV2GetWorkspaceSize(const aclTensor *query,
                                                                  const aclTensor *key,
                                                                  const aclTensor *value,
                                                                  const aclTensor *pseShift,
                                                                  const aclTensor *attenMask,
                                                                  const aclIntArray *actualSeqLengths,
                                                                  const aclIntArray *actualSeqLengthsKv,
                                                                  const aclTensor *deqScale1,
                                                                  const aclTensor *quantScale1,
                                                                  const aclTensor *deqScale2,
                                                                  const aclTensor *quantScale2,
                                                                  const aclTensor *quantOffset2,
                                                                  int64_t numHeads, double scaleValue,
                                                                  int64_t preTokens, int64_t nextTokens,
                                                                  char *inputLayout, int64_t numKeyValueHeads,
                                                                  int64_t sparseMode,
                                                                  const aclTensor *attentionOut,
                                                                  uint64_t *workspaceSize,
                                                                  aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnPromptFlashAttentionV2(void *workspace, uint64_t workspaceSize,
                                                  aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
