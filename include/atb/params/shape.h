/* Parameters of the operations on shape and place. */
#ifndef ATB_PARAMS_SHAPE_H
#define ATB_PARAMS_SHAPE_H

#include <cstdint>

#include "atb/svector.h"

namespace atb {
namespace infer {

/* A view with other sizes and strides, copied. */
struct AsStridedParam {
    SVector<int64_t> size;
    SVector<int64_t> stride;
    SVector<int64_t> offset;
    uint8_t rsv[8] = {0};
};

/* Rows of x chosen by indices along one axis. */
struct GatherParam {
    int64_t axis = 0;
    int64_t batchDims = 0;
    uint8_t rsv[16] = {0};
};

/* One tensor cut into two or three along an axis. */
struct SplitParam {
    int32_t splitDim = 0;
    int32_t splitNum = 2;
    SVector<int32_t> splitSizes = {};
    uint8_t rsv[8] = {0};
};

/* Two tensors joined along an axis. */
struct ConcatParam {
    int concatDim = 0;
    uint8_t rsv[12] = {0};
};

/* A block of a tensor: it begins at `offsets` and has `size`; -1 means up to the end. */
struct SliceParam {
    SVector<int64_t> offsets;
    SVector<int64_t> size;
    uint8_t rsv[8] = {0};
};

/* Axes in the order of `perm`. */
struct TransposeParam {
    SVector<int32_t> perm;
    uint8_t rsv[8] = {0};
};

/* Conversion between the formats ND and FRACTAL_NZ. */
struct TransdataParam {
    enum TransdataType : int {
        UNDEFINED = 0,
        FRACTAL_NZ_TO_ND,
        ND_TO_FRACTAL_NZ,
    };
    TransdataType transdataType = UNDEFINED;
    SVector<int64_t> outCrops = {0, 0};
    uint8_t rsv[8] = {0};
};

/* A tensor repeated along its axes. */
struct RepeatParam {
    SVector<int64_t> multiples;
    uint8_t rsv[8] = {0};
};

/* One tensor written into a block of another, in place. */
struct SetValueParam {
    SVector<int64_t> starts;
    SVector<int64_t> ends;
    SVector<int64_t> strides;
    uint8_t rsv[8] = {0};
};

/* Sequences of different lengths laid out with padding. */
struct PadParam {
    uint8_t rsv[8] = {0};
};

/* Sequences with padding joined without it. */
struct UnpadParam {
    uint8_t rsv[8] = {0};
};

/* Rows added to those that indices name, in place. */
struct IndexAddParam {
    enum IndexType {
        INDEX_UNDEFINED = 0,
        INDEX_ADD,
        INDEX_ADD_VALID,
    };
    IndexType indexType = INDEX_UNDEFINED;
    int64_t axis = 0;
    uint8_t rsv[16] = {0};
};

/* Elements written or added where indices say, in place. */
struct ScatterElementsV2Param {
    enum ReductionType {
        NONE = 0,
        ADD,
    };
    int32_t axis = -1;
    ReductionType reduction = NONE;
    uint8_t rsv[24] = {0};
};

/* Indices as rows with a single one. */
struct OnehotParam {
    int64_t axis = 0;
    int64_t depth = 0;
    uint8_t rsv[8] = {0};
};

/* Where a tensor is not zero. */
struct NonzeroParam {
    uint8_t rsv[8] = {0};
};

} // namespace infer
} // namespace atb

#endif
