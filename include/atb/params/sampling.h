/* Parameters of the operations on choosing. */
#ifndef ATB_PARAMS_SAMPLING_H
#define ATB_PARAMS_SAMPLING_H

#include <cstdint>
#include <vector>

#include "atb/svector.h"
#include "atb/params/enums.h"

namespace atb {
namespace infer {

/* Samples drawn from rows of probabilities. */
struct MultinomialParam {
    uint32_t numSamples = 1;
    uint32_t randSeed = 0;
    uint8_t rsv[8] = {0};
};

/* Tokens drawn from the most likely ones. */
struct TopkToppSamplingParam {
    enum TopkToppSamplingType {
        SAMPLING_UNDEFINED = -1,
        SINGLE_TOPK_SAMPLING,
        BATCH_TOPK_MULTINOMIAL_SAMPLING,
        BATCH_TOPK_EXPONENTIAL_SAMPLING,
        BATCH_TOPK_MULTINOMIAL_LOGPROBS_SAMPLING,
        BATCH_TOPK_EXPONENTIAL_LOGPROBS_SAMPLING,
        SAMPLING_MAX,
    };
    TopkToppSamplingType topkToppSamplingType = SINGLE_TOPK_SAMPLING;
    std::vector<uint32_t> randSeeds;
    uint32_t randSeed = 0;
    uint32_t topk = 100;
    int32_t logProbsSize = 0;
    uint8_t rsv[12] = {0};
};

inline bool operator==(const TopkToppSamplingParam &left, const TopkToppSamplingParam &right)
{
    return left.topkToppSamplingType == right.topkToppSamplingType && left.randSeeds == right.randSeeds &&
           left.randSeed == right.randSeed && left.topk == right.topk && left.logProbsSize == right.logProbsSize;
}

/* The largest elements of each row, and where they were. */
struct SortParam {
    SVector<int32_t> num;
    uint8_t rsv[8] = {0};
};

inline bool operator==(const SortParam &left, const SortParam &right)
{
    return left.num == right.num;
}

/* Which expert gets which token, from the chosen experts of all tokens. */
struct GatingParam {
    int32_t topkExpertNum = 1;
    int32_t cumSumNum = 0;
    bool cumSumInt64 = false;
    std::vector<int32_t> deviceExpert;
    uint8_t rsv[16] = {0};
};

/* Scores set to zero outside the best groups of experts. */
struct GroupTopkParam {
    int32_t groupNum = 1;
    int32_t k = 0;
    enum GroupMultiFlag : uint16_t {
        UNDEFINED = 0,
        SUM_MULTI_MAX,
    };
    GroupMultiFlag groupMultiFlag = UNDEFINED;
    uint16_t n = 1;
    uint8_t rsv[12] = {0};
};

/* Choice of experts by biased scores. */
struct FusedAddTopkDivParam {
    uint32_t groupNum = 1;
    uint32_t groupTopk = 1;
    uint32_t n = 1;
    uint32_t k = 1;
    ActivationType activationType = ACTIVATION_SIGMOID;
    bool isNorm = true;
    float scale = 1.0f;
    bool enableExpertMapping = false;
    uint8_t rsv[27] = {0};
};

} // namespace infer
} // namespace atb

#endif
