/* Parameters of the operations on matrix multiplication. */
#ifndef ATB_PARAMS_LINEAR_H
#define ATB_PARAMS_LINEAR_H

#include <cstdint>

#include "acl/acl.h"

namespace atb {
namespace infer {

/* x * weight + bias, also accumulated or of quantised tensors. */
struct LinearParam {
    enum MatmulType : uint8_t {
        MATMUL_UNDEFINED = 0,
        MATMUL_EIN_SUM,
    };
    enum QuantMode : uint8_t {
        QUANT_UNDEFINED,
        PER_CHANNEL,
        PER_TOKEN,
    };
    bool transposeA = false;
    bool transposeB = true;
    bool hasBias = true;
    aclDataType outDataType = ACL_DT_UNDEFINED;
    bool enAccum = false;
    MatmulType matmulType = MATMUL_UNDEFINED;
    QuantMode quantMode = QUANT_UNDEFINED;
    uint8_t rsv[21] = {0};
};

/* A matrix multiplication with a compressed weight. */
struct LinearSparseParam {
    bool transposeA = false;
    bool transposeB = true;
    uint32_t tilingK = 8;
    uint32_t tilingN = 8;
    uint8_t rsv[12] = {0};
};

/* A matrix multiplication for each expert, with the tokens that go there. */
struct GroupedMatmulWithRoutingParam {
    enum GroupedMatmulType : int {
        GROUPED_MATMUL_UP = 0,
        GROUPED_MATMUL_DOWN,
    };
    bool transposeB = true;
    int32_t topK = 0;
    GroupedMatmulType groupedMatmulType = GROUPED_MATMUL_UP;
    aclDataType outDataType = ACL_DT_UNDEFINED;
    uint8_t rsv[16] = {0};
};

/* A matrix multiplication for each group, added to the output. */
struct GroupedMatmulInplaceAddParam {
    bool transposeA = false;
    bool transposeB = false;
    uint8_t rsv[22] = {0};
};

/* Two grouped quantised matrix multiplications with SwiGLU between them. */
struct GmmDeqSwigluQuantGmmDeqParam {
    enum OutputType {
        OUTPUT_FLOAT16 = 0,
        OUTPUT_BFLOAT16,
        OUTPUT_INVALID,
    };
    enum GroupListType {
        GROUP_LIST_CUMSUM = 0,
        GROUP_LIST_SINGLE,
        GROUP_LIST_INVALID,
    };
    enum WeightUpPermuteType {
        PERMUTE_N256 = 0,
        PERMUTE_N128,
        PERMUTE_INVALID,
    };
    OutputType outputType = OUTPUT_FLOAT16;
    GroupListType groupListType = GROUP_LIST_CUMSUM;
    WeightUpPermuteType weightUpPermuteType = PERMUTE_N256;
    bool transposeWeightUp = false;
    bool transposeWeightDown = true;
    uint8_t rsv[42] = {0};
};

/* Two quantised matrix multiplications with SwiGLU between them. */
struct MmDeqSwigluQuantMmDeqParam {
    enum OutputType {
        OUTPUT_FLOAT16 = 0,
        OUTPUT_BFLOAT16,
        OUTPUT_INVALID,
    };
    enum WeightUpPermuteType {
        PERMUTE_N256 = 0,
        PERMUTE_N128,
        PERMUTE_INVALID,
    };
    OutputType outputType = OUTPUT_FLOAT16;
    WeightUpPermuteType weightUpPermuteType = PERMUTE_N256;
    bool transposeWeightUp = false;
    bool transposeWeightDown = true;
    uint8_t rsv[46] = {0};
};

} // namespace infer
} // namespace atb

#endif
