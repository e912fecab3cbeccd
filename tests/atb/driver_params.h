/* Sets fields of parameters by their names: what driver.cpp is told in text. */
#ifndef ACL_SIM_TESTS_DRIVER_PARAMS_H
#define ACL_SIM_TESTS_DRIVER_PARAMS_H

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "atb/atb_infer.h"

using Values = std::vector<long double>; // has room for every 64-bit integer
using Fields = std::map<std::string, Values>;

/* Takes what is named from `fields`; what nobody takes is a mistake of the test. */
class Setter
{
   public:
    explicit Setter(Fields fields) : fields_(std::move(fields)) {}

    template <class T>
    Setter &one(const char *name, T &field)
    {
        auto found = fields_.find(name);
        if (found != fields_.end()) field = static_cast<T>(found->second.at(0));
        fields_.erase(name);
        return *this;
    }

    template <class T>
    Setter &many(const char *name, atb::SVector<T> &field)
    {
        auto found = fields_.find(name);
        if (found == fields_.end()) return *this;
        field.clear();
        for (long double value : found->second) field.push_back(static_cast<T>(value));
        fields_.erase(found);
        return *this;
    }

    template <size_t size>
    Setter &reserved(const char *name, uint8_t (&field)[size])
    {
        auto found = fields_.find(name);
        if (found == fields_.end()) return *this;
        for (size_t i = 0; i < found->second.size(); ++i) field[i] = static_cast<uint8_t>(found->second[i]);
        fields_.erase(found);
        return *this;
    }

    const Fields &rest() const
    {
        return fields_;
    }

   private:
    Fields fields_;
};

inline void apply(Setter &s, atb::infer::RopeParam &p)
{
    s.one("rotaryCoeff", p.rotaryCoeff).one("cosFormat", p.cosFormat).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::ElewiseParam &p)
{
    s.one("elewiseType", p.elewiseType).one("outTensorType", p.outTensorType).reserved("rsv", p.rsv);
    s.one("mulsParam.varAttr", p.mulsParam.varAttr).reserved("mulsParam.rsv", p.mulsParam.rsv);
    s.one("quantParam.inputScale", p.quantParam.inputScale).one("quantParam.asymmetric", p.quantParam.asymmetric);
    s.one("quantParam.inputOffset", p.quantParam.inputOffset).reserved("quantParam.rsv", p.quantParam.rsv);
}

inline void apply(Setter &s, atb::infer::SoftmaxParam &p)
{
    s.many("axes", p.axes).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::TransposeParam &p)
{
    s.many("perm", p.perm).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::ConcatParam &p)
{
    s.one("concatDim", p.concatDim).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::SplitParam &p)
{
    s.one("splitDim", p.splitDim).one("splitNum", p.splitNum).many("splitSizes", p.splitSizes).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::SliceParam &p)
{
    s.many("offsets", p.offsets).many("size", p.size).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::GatherParam &p)
{
    s.one("axis", p.axis).one("batchDims", p.batchDims).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::LinearParam &p)
{
    s.one("transposeA", p.transposeA).one("transposeB", p.transposeB).one("hasBias", p.hasBias);
    s.one("outDataType", p.outDataType).one("enAccum", p.enAccum).one("matmulType", p.matmulType);
    s.one("quantMode", p.quantMode).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::RmsNormParam &p)
{
    s.one("layerType", p.layerType).reserved("rsv", p.rsv);
    s.one("normParam.quantType", p.normParam.quantType).one("normParam.epsilon", p.normParam.epsilon);
    s.one("normParam.layerNormEps", p.normParam.layerNormEps).one("normParam.rstd", p.normParam.rstd);
    s.one("normParam.precisionMode", p.normParam.precisionMode).one("normParam.modelType", p.normParam.modelType);
    s.one("normParam.dynamicQuantType", p.normParam.dynamicQuantType).reserved("normParam.rsv", p.normParam.rsv);
    s.one("preNormParam.quantType", p.preNormParam.quantType).one("preNormParam.epsilon", p.preNormParam.epsilon);
    s.one("preNormParam.hasBias", p.preNormParam.hasBias).reserved("preNormParam.rsv", p.preNormParam.rsv);
    s.one("postNormParam.quantType", p.postNormParam.quantType).one("postNormParam.epsilon", p.postNormParam.epsilon);
    s.one("postNormParam.hasBias", p.postNormParam.hasBias).reserved("postNormParam.rsv", p.postNormParam.rsv);
}

inline void apply(Setter &s, atb::infer::ActivationParam &p)
{
    s.one("activationType", p.activationType)
        .one("scale", p.scale)
        .one("dim", p.dim)
        .one("geluMode", p.geluMode)
        .reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::AsStridedParam &p)
{
    s.many("size", p.size).many("stride", p.stride).many("offset", p.offset).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::CumsumParam &p)
{
    s.many("axes", p.axes).one("exclusive", p.exclusive).one("reverse", p.reverse).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::FillParam &p)
{
    s.one("withMask", p.withMask).many("value", p.value).many("outDim", p.outDim).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::ReduceParam &p)
{
    s.one("reduceType", p.reduceType).many("axis", p.axis).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::WhereParam &p)
{
    s.reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::OnehotParam &p)
{
    s.one("axis", p.axis).one("depth", p.depth).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::NonzeroParam &p)
{
    s.reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::SortParam &p)
{
    s.many("num", p.num).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::SetValueParam &p)
{
    s.many("starts", p.starts).many("ends", p.ends).many("strides", p.strides).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::RepeatParam &p)
{
    s.many("multiples", p.multiples).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::GroupTopkParam &p)
{
    s.one("groupNum", p.groupNum)
        .one("k", p.k)
        .one("groupMultiFlag", p.groupMultiFlag)
        .one("n", p.n)
        .reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::ReshapeAndCacheParam &p)
{
    s.one("compressType", p.compressType).one("kvCacheCfg", p.kvCacheCfg).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::PagedAttentionParam &p)
{
    s.one("headNum", p.headNum).one("qkScale", p.qkScale).one("kvHeadNum", p.kvHeadNum).one("maskType", p.maskType);
    s.one("batchRunStatusEnable", p.batchRunStatusEnable).one("quantType", p.quantType);
    s.one("outDataType", p.outDataType).one("hasQuantOffset", p.hasQuantOffset).one("compressType", p.compressType);
    s.one("calcType", p.calcType).one("scaleType", p.scaleType).one("inputLayout", p.inputLayout);
    s.one("mlaVHeadSize", p.mlaVHeadSize).one("qScale", p.qScale).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::LayerNormParam &p)
{
    s.one("layerType", p.layerType).reserved("rsv", p.rsv);
    s.one("normParam.quantType", p.normParam.quantType).one("normParam.epsilon", p.normParam.epsilon);
    s.one("normParam.beginNormAxis", p.normParam.beginNormAxis);
    s.one("normParam.beginParamsAxis", p.normParam.beginParamsAxis).reserved("normParam.rsv", p.normParam.rsv);
    s.one("normParam.dynamicQuantType", p.normParam.dynamicQuantType);
    s.one("preNormParam.quantType", p.preNormParam.quantType).one("preNormParam.epsilon", p.preNormParam.epsilon);
    s.one("preNormParam.opMode", p.preNormParam.opMode).reserved("preNormParam.rsv", p.preNormParam.rsv);
    s.one("preNormParam.zoomScaleValue", p.preNormParam.zoomScaleValue);
    s.one("postNormParam.quantType", p.postNormParam.quantType).one("postNormParam.epsilon", p.postNormParam.epsilon);
    s.one("postNormParam.opMode", p.postNormParam.opMode).reserved("postNormParam.rsv", p.postNormParam.rsv);
    s.one("postNormParam.zoomScaleValue", p.postNormParam.zoomScaleValue);
}

inline void apply(Setter &s, atb::infer::IndexAddParam &p)
{
    s.one("indexType", p.indexType).one("axis", p.axis).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::TransdataParam &p)
{
    s.one("transdataType", p.transdataType).many("outCrops", p.outCrops).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::ScatterElementsV2Param &p)
{
    s.one("axis", p.axis).one("reduction", p.reduction).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::SwigluQuantParam &p)
{
    s.one("quantType", p.quantType).reserved("rsv", p.rsv);
}

inline void apply(Setter &s, atb::infer::BlockCopyParam &p)
{
    s.reserved("rsv", p.rsv);
}

#endif
