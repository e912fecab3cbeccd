/* Parameters of the operations on rotary position embedding. */
#ifndef ATB_PARAMS_ROPE_H
#define ATB_PARAMS_ROPE_H

#include <cstdint>

#include "acl/acl.h"

namespace atb {
namespace infer {

/* Rotary position embedding of query and key. rotaryCoeff is 2 (halves), 4 (quarters) or the length of a row of
 * cos (adjacent pairs). */
struct RopeParam {
    int32_t rotaryCoeff = 4;
    int32_t cosFormat = 0;
    uint8_t rsv[8] = {0};
};

inline bool operator==(const RopeParam &left, const RopeParam &right)
{
    return left.rotaryCoeff == right.rotaryCoeff && left.cosFormat == right.cosFormat;
}

/* Rotary position embedding of the query, joined with what is not embedded. */
struct RopeQConcatParam {
    uint8_t rsv[16] = {0};
};

inline bool operator==(const RopeQConcatParam &, const RopeQConcatParam &)
{
    return true;
}

/* cos and sin of rotary embedding for a context longer than the one trained with. */
struct DynamicNTKParam {
    aclDataType outDataType = ACL_DT_UNDEFINED;
    uint8_t rsv[12] = {0};
};

/* Normalisation, rotary position embedding and writing to a cache in one. */
struct NormRopeReshapeParam {
    uint32_t precisionMode = 0;
    uint32_t rotaryCoeff = 2;
    float epsilon = 1e-5;
    uint8_t rsv[16] = {0};
};

} // namespace infer
} // namespace atb

#endif
