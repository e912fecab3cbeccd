/* Derived from aclnn/ops/attention/incre_flash_attention.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_INCRE_FLASH_ATTENTION_V3_H
#define ACLNNOP_ACLNN_INCRE_FLASH_ATTENTION_V3_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Attention of one query for each batch to its keys and values.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnIncreFlashAttentionV3GetWorkspaceSize(const aclTensor *query,
                                                                 const aclTensorList *key,
                                                                 const aclTensorList *value,
                                                                 const aclTensor *pseShift,
                                                                 const aclTensor *attenMask,
                                                                 const aclIntArray *actualSeqLengths,
                                                                 const aclTensor *dequantScale1,
                                                                 const aclTensor *quantScale1,
                                                                 const aclTensor *dequantScale2,
                                                                 const aclTensor *quantScale2,
                                                                 const aclTensor *quantOffset2,
                                                                 const aclTensor *antiquantScale,
                                                                 const aclTensor *antiquantOffset,
                                                                 const aclTensor *blocktable,
                                                                 int64_t numHeads, double scaleValue,
                                                                 char *inputLayout, int64_t numKeyValueHeads,
                                                                 int64_t blockSize, int64_t innerPrecise,
                                                                 const aclTensor *attentionOut,
                                                                 uint64_t *workspaceSize,
                                                                 aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnIncreFlashAttentionV3(void *workspace, uint64_t workspaceSize,
                                                 aclOpExecutor *executor, aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
