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

inline Slots fields(const common::EventParam &p)
{
    return Slots(p.event, p.operatorType, p.rsv);
}

} // namespace native
} // namespace atb

#endif
