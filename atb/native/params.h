/* The fields of each simulated operation's parameter as numbers, in the order in which its Python file names them. */
#ifndef ATB_NATIVE_PARAMS_H
#define ATB_NATIVE_PARAMS_H

#include "atb/atb_infer.h"
#include "python.h"

namespace atb {
namespace native {

inline Slots fields(const infer::RopeParam &p)
{
    return Slots(p.rotaryCoeff, p.cosFormat, p.rsv);
}

inline Slots fields(const infer::SoftmaxParam &p)
{
    return Slots(p.axes, p.rsv);
}

inline Slots fields(const infer::TransposeParam &p)
{
    return Slots(p.perm, p.rsv);
}

inline Slots fields(const infer::ConcatParam &p)
{
    return Slots(p.concatDim, p.rsv);
}

inline Slots fields(const infer::SplitParam &p)
{
    return Slots(p.splitDim, p.splitNum, p.splitSizes, p.rsv);
}

inline Slots fields(const infer::SliceParam &p)
{
    return Slots(p.offsets, p.size, p.rsv);
}

inline Slots fields(const infer::GatherParam &p)
{
    return Slots(p.axis, p.batchDims, p.rsv);
}

inline Slots fields(const infer::LinearParam &p)
{
    return Slots(p.transposeA, p.transposeB, p.hasBias, p.outDataType, p.enAccum, p.matmulType, p.quantMode, p.rsv);
}

inline Slots fields(const infer::RmsNormParam &p)
{
    const infer::RmsNormParam::NormParam &norm = p.normParam;
    Slots slots(p.layerType, norm.quantType, norm.epsilon, norm.layerNormEps, norm.rstd, norm.precisionMode,
                norm.modelType, norm.dynamicQuantType, norm.rsv);
    slots.append(Slots(p.preNormParam.quantType, p.preNormParam.epsilon, p.preNormParam.hasBias, p.preNormParam.rsv));
    slots.append(
        Slots(p.postNormParam.quantType, p.postNormParam.epsilon, p.postNormParam.hasBias, p.postNormParam.rsv));
    slots.append(Slots(p.rsv));
    return slots;
}

inline Slots fields(const infer::ElewiseParam &p)
{
    return Slots(p.elewiseType, p.quantParam.inputScale, p.quantParam.asymmetric, p.quantParam.inputOffset,
                 p.quantParam.rsv, p.mulsParam.varAttr, p.mulsParam.rsv, p.outTensorType, p.rsv);
}

inline Slots fields(const infer::ActivationParam &p)
{
    return Slots(p.activationType, p.scale, p.dim, p.geluMode, p.rsv);
}

inline Slots fields(const infer::AsStridedParam &p)
{
    return Slots(p.size, p.stride, p.offset, p.rsv);
}

inline Slots fields(const infer::CumsumParam &p)
{
    return Slots(p.axes, p.exclusive, p.reverse, p.rsv);
}

inline Slots fields(const infer::FillParam &p)
{
    return Slots(p.withMask, p.value, p.outDim, p.rsv);
}

inline Slots fields(const infer::ReduceParam &p)
{
    return Slots(p.reduceType, p.axis, p.rsv);
}

inline Slots fields(const infer::WhereParam &p)
{
    return Slots(p.rsv);
}

inline Slots fields(const infer::OnehotParam &p)
{
    return Slots(p.axis, p.depth, p.rsv);
}

inline Slots fields(const infer::NonzeroParam &p)
{
    return Slots(p.rsv);
}

inline Slots fields(const infer::SortParam &p)
{
    return Slots(p.num, p.rsv);
}

inline Slots fields(const infer::SetValueParam &p)
{
    return Slots(p.starts, p.ends, p.strides, p.rsv);
}

inline Slots fields(const infer::RepeatParam &p)
{
    return Slots(p.multiples, p.rsv);
}

inline Slots fields(const infer::GroupTopkParam &p)
{
    return Slots(p.groupNum, p.k, p.groupMultiFlag, p.n, p.rsv);
}

inline Slots fields(const infer::ReshapeAndCacheParam &p)
{
    return Slots(p.compressType, p.kvCacheCfg, p.rsv);
}

inline Slots fields(const infer::PagedAttentionParam &p)
{
    Slots slots(p.headNum, p.qkScale, p.kvHeadNum, p.maskType, p.batchRunStatusEnable, p.quantType, p.outDataType);
    slots.append(Slots(p.hasQuantOffset, p.compressType, p.calcType, p.scaleType, p.inputLayout, p.mlaVHeadSize));
    slots.append(Slots(p.qScale, p.rsv));
    return slots;
}

inline Slots fields(const infer::LayerNormParam &p)
{
    const infer::LayerNormParam::NormParam &norm = p.normParam;
    Slots slots(p.layerType, norm.quantType, norm.epsilon, norm.beginNormAxis, norm.beginParamsAxis,
                norm.dynamicQuantType, norm.rsv);
    const infer::LayerNormParam::PreNormParam &pre = p.preNormParam;
    slots.append(Slots(pre.quantType, pre.epsilon, pre.opMode, pre.zoomScaleValue, pre.rsv));
    const infer::LayerNormParam::PostNormParam &post = p.postNormParam;
    slots.append(Slots(post.quantType, post.epsilon, post.opMode, post.zoomScaleValue, post.rsv));
    slots.append(Slots(p.rsv));
    return slots;
}

inline Slots fields(const infer::IndexAddParam &p)
{
    return Slots(p.indexType, p.axis, p.rsv);
}

inline Slots fields(const infer::TransdataParam &p)
{
    return Slots(p.transdataType, p.outCrops, p.rsv);
}

inline Slots fields(const infer::ScatterElementsV2Param &p)
{
    return Slots(p.axis, p.reduction, p.rsv);
}

inline Slots fields(const infer::SwigluQuantParam &p)
{
    return Slots(p.quantType, p.rsv);
}

inline Slots fields(const infer::BlockCopyParam &p)
{
    return Slots(p.rsv);
}

inline Slots fields(const common::EventParam &p)
{
    return Slots(p.event, p.operatorType, p.rsv);
}

} // namespace native
} // namespace atb

#endif
