/* Derived from aclnn/ops/posembedding/norm_rope_concat.py by acl_sim/build/headers.py: do not edit. */
#ifndef ACLNNOP_ACLNN_NORM_ROPE_CONCAT_H
#define ACLNNOP_ACLNN_NORM_ROPE_CONCAT_H

#include "aclnn/aclnn_base.h"
#include "aclnnop/aclnn_util.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Norm of query and key, each joined with the encoder's along S, transposed and rotated.
 * Phase one: checks the arguments, plans the work, tells the bytes of device memory that phase two needs. */
ACLNN_API aclnnStatus aclnnNormRopeConcatGetWorkspaceSize(const aclTensor *query, const aclTensor *key,
                                                          const aclTensor *value,
                                                          const aclTensor *encoderQuery,
                                                          const aclTensor *encoderKey,
                                                          const aclTensor *encoderValue,
                                                          const aclTensor *normQueryWeight,
                                                          const aclTensor *normQueryBias,
                                                          const aclTensor *normKeyWeight,
                                                          const aclTensor *normKeyBias,
                                                          const aclTensor *normAddedQueryWeight,
                                                          const aclTensor *normAddedQueryBias,
                                                          const aclTensor *normAddedKeyWeight,
                                                          const aclTensor *normAddedKeyBias,
                                                          const aclTensor *ropeSin, const aclTensor *ropeCos,
                                                          int64_t normType, int64_t normAddedType,
                                                          int64_t ropeType, int64_t concatOrder, double eps,
                                                          bool isTraining, const aclTensor *queryOutput,
                                                          const aclTensor *keyOutput,
                                                          const aclTensor *valueOutput,
                                                          const aclTensor *normQueryMean,
                                                          const aclTensor *normQueryRstd,
                                                          const aclTensor *normKeyMean,
                                                          const aclTensor *normKeyRstd,
                                                          const aclTensor *normAddedQueryMean,
                                                          const aclTensor *normAddedQueryRstd,
                                                          const aclTensor *normAddedKeyMean,
                                                          const aclTensor *normAddedKeyRstd,
                                                          uint64_t *workspaceSize, aclOpExecutor **executor);

/* Phase two: queues the planned work on a stream. */
ACLNN_API aclnnStatus aclnnNormRopeConcat(void *workspace, uint64_t workspaceSize, aclOpExecutor *executor,
                                          aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif
