/* Parameters of the operations on elements. */
#ifndef ATB_PARAMS_ELEWISE_H
#define ATB_PARAMS_ELEWISE_H

#include <cstdint>

#include "acl/acl.h"
#include "atb/svector.h"
#include "atb/params/enums.h"

namespace atb {
namespace infer {

/* An activation function of one tensor, or SwiGLU of two halves. */
struct ActivationParam {
    enum GeLUMode : int {
        TANH_MODE = 0,
        NONE_MODE,
    };
    ActivationType activationType = ACTIVATION_UNDEFINED;
    float scale = 1.0f;
    int32_t dim = -1;
    GeLUMode geluMode = TANH_MODE;
    uint8_t rsv[8] = {0};
};

/* An operation that treats each element by itself; elewiseType says which. */
struct ElewiseParam {
    enum ElewiseType : int {
        ELEWISE_UNDEFINED = 0,
        ELEWISE_CAST,
        ELEWISE_MULS,
        ELEWISE_COS,
        ELEWISE_SIN,
        ELEWISE_NEG,
        ELEWISE_QUANT,
        ELEWISE_LOGICAL_NOT,
        ELEWISE_ADD,
        ELEWISE_MUL,
        ELEWISE_REALDIV,
        ELEWISE_LOGICAL_AND,
        ELEWISE_LOGICAL_OR,
        ELEWISE_LESS,
        ELEWISE_GREATER,
        ELEWISE_SUB,
        ELEWISE_EQUAL,
        ELEWISE_QUANT_PER_CHANNEL,
        ELEWISE_DEQUANT_PER_CHANNEL,
        ELEWISE_DYNAMIC_QUANT,
        ELEWISE_TANH,
        ELEWISE_TYPE_MAX,
    };
    struct QuantParam {
        float inputScale = 1.0f;
        bool asymmetric = false;
        int inputOffset = 0;
        uint8_t rsv[20] = {0};
    };
    struct MulsParam {
        float varAttr = 0.0f;
        uint8_t rsv[12] = {0};
    };
    ElewiseType elewiseType = ELEWISE_UNDEFINED;
    QuantParam quantParam;
    MulsParam mulsParam;
    aclDataType outTensorType = ACL_DT_UNDEFINED;
    uint8_t rsv[8] = {0};
};

/* Running sums along one axis. */
struct CumsumParam {
    SVector<int64_t> axes;
    bool exclusive = false;
    bool reverse = false;
    uint8_t rsv[14] = {0};
};

/* A constant put where a mask asks for it, or everywhere. */
struct FillParam {
    bool withMask = true;
    SVector<float> value;
    SVector<int64_t> outDim;
    uint8_t rsv[8] = {0};
};

/* Elements of one tensor or another, as a condition says. */
struct WhereParam {
    uint8_t rsv[8] = {0};
};

/* Maximum, minimum or sum over some axes. */
struct ReduceParam {
    enum ReduceType {
        REDUCE_UNDEFINED = 0,
        REDUCE_MAX,
        REDUCE_MIN,
        REDUCE_SUM,
    };
    ReduceType reduceType = REDUCE_UNDEFINED;
    SVector<int64_t> axis;
    uint8_t rsv[8] = {0};
};

/* SwiGLU with a quantised result. */
struct SwigluQuantParam {
    enum QuantType : int {
        QUANT_TYPE_PER_TOKEN = 0,
    };
    QuantType quantType = QUANT_TYPE_PER_TOKEN;
    uint8_t rsv[8] = {0};
};

} // namespace infer
} // namespace atb

#endif
