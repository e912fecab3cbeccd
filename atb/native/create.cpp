/* CreateOperation, CloneOperationParam and UpdateOperationParam of every parameter but GraphParam. */
#include "operation.h"
#include "params.h"

namespace atb {
namespace native {

template <class Param>
Status create(const void *caller, const char *name, const Param &param, Operation **operation)
{
    const Slots values = fields(param);
    uint64_t handle = 0;
    const Slots slots(name, values.size(), values.data(), operation, &handle);
    const auto status = static_cast<Status>(call(caller, "atb::CreateOperation", slots));
    if (status == NO_ERROR) *operation = new ParamOperation<Param>(handle, param);
    return status;
}

template <class Param>
Status clone(const void *caller, const char *name, const Operation *operation, Param &param)
{
    const auto *ours = dynamic_cast<const ParamOperation<Param> *>(operation);
    if (ours != nullptr) param = ours->param;
    return static_cast<Status>(call(caller, "atb::CloneOperationParam", Slots(name, handleOf(operation), ours)));
}

template <class Param>
Status update(const void *caller, const char *name, Operation *operation, const Param &param)
{
    auto *ours = dynamic_cast<ParamOperation<Param> *>(operation);
    const Slots values = fields(param);
    const Slots slots(name, handleOf(operation), ours, values.size(), values.data());
    const auto status = static_cast<Status>(call(caller, "atb::UpdateOperationParam", slots));
    if (status == NO_ERROR) ours->param = param;
    return status;
}

} // namespace native

#define ATB_PARAM(Param)                                                                                               \
    template <>                                                                                                        \
    Status CreateOperation(const Param &opParam, Operation **operation)                                                \
    {                                                                                                                  \
        return native::create(ATB_CALLER, "atb::" #Param, opParam, operation);                                         \
    }                                                                                                                  \
    template <>                                                                                                        \
    Status CloneOperationParam(const Operation *operation, Param &opParam)                                             \
    {                                                                                                                  \
        return native::clone(ATB_CALLER, "atb::" #Param, operation, opParam);                                          \
    }                                                                                                                  \
    template <>                                                                                                        \
    Status UpdateOperationParam(Operation *operation, const Param &opParam)                                            \
    {                                                                                                                  \
        return native::update(ATB_CALLER, "atb::" #Param, operation, opParam);                                         \
    }

ATB_PARAM(infer::ActivationParam)
ATB_PARAM(infer::AsStridedParam)
ATB_PARAM(infer::CumsumParam)
ATB_PARAM(infer::DynamicNTKParam)
ATB_PARAM(infer::GatherParam)
ATB_PARAM(infer::MultinomialParam)
ATB_PARAM(infer::SplitParam)
ATB_PARAM(infer::ConcatParam)
ATB_PARAM(infer::SliceParam)
ATB_PARAM(infer::SoftmaxParam)
ATB_PARAM(infer::TransposeParam)
ATB_PARAM(infer::ElewiseParam)
ATB_PARAM(infer::KvCacheParam)
ATB_PARAM(infer::GatingParam)
ATB_PARAM(infer::ReshapeAndCacheParam)
ATB_PARAM(infer::ReshapeAndCacheWithStrideParam)
ATB_PARAM(infer::LayerNormWithStrideParam)
ATB_PARAM(infer::LayerNormParam)
ATB_PARAM(infer::RmsNormParam)
ATB_PARAM(infer::RmsNormWithStrideParam)
ATB_PARAM(infer::FillParam)
ATB_PARAM(infer::AllGatherParam)
ATB_PARAM(infer::AllGatherVParam)
ATB_PARAM(infer::AllReduceParam)
ATB_PARAM(infer::BlockCopyParam)
ATB_PARAM(infer::BroadcastParam)
ATB_PARAM(infer::ReduceScatterParam)
ATB_PARAM(infer::ReduceScatterVParam)
ATB_PARAM(infer::LinearParam)
ATB_PARAM(infer::LinearParallelParam)
ATB_PARAM(infer::LinearSparseParam)
ATB_PARAM(infer::RopeParam)
ATB_PARAM(infer::RopeQConcatParam)
ATB_PARAM(infer::RelayAttentionParam)
ATB_PARAM(infer::SelfAttentionParam)
ATB_PARAM(infer::PagedAttentionParam)
ATB_PARAM(infer::TransdataParam)
ATB_PARAM(infer::WhereParam)
ATB_PARAM(infer::RepeatParam)
ATB_PARAM(infer::SetValueParam)
ATB_PARAM(infer::ReduceParam)
ATB_PARAM(infer::TopkToppSamplingParam)
ATB_PARAM(infer::PadParam)
ATB_PARAM(infer::UnpadParam)
ATB_PARAM(infer::SortParam)
ATB_PARAM(infer::NonzeroParam)
ATB_PARAM(infer::SwigluQuantParam)
ATB_PARAM(infer::OnehotParam)
ATB_PARAM(infer::IndexAddParam)
ATB_PARAM(infer::SendParam)
ATB_PARAM(infer::RecvParam)
ATB_PARAM(infer::AllToAllParam)
ATB_PARAM(infer::AllToAllVParam)
ATB_PARAM(infer::AllToAllVV2Param)
ATB_PARAM(infer::GroupTopkParam)
ATB_PARAM(infer::GroupedMatmulWithRoutingParam)
ATB_PARAM(infer::GroupedMatmulInplaceAddParam)
ATB_PARAM(infer::CohereLayerNormParam)
ATB_PARAM(infer::GatherPreRmsNormParam)
ATB_PARAM(infer::NormRopeReshapeParam)
ATB_PARAM(infer::FusedAddTopkDivParam)
ATB_PARAM(infer::MlaPreprocessParam)
ATB_PARAM(infer::ReshapeAndCacheOmniParam)
ATB_PARAM(infer::MultiLatentAttentionParam)
ATB_PARAM(infer::RazorFusionAttentionParam)
ATB_PARAM(infer::FaUpdateParam)
ATB_PARAM(infer::PagedCacheLoadParam)
ATB_PARAM(infer::ScatterElementsV2Param)
ATB_PARAM(infer::GmmDeqSwigluQuantGmmDeqParam)
ATB_PARAM(infer::MmDeqSwigluQuantMmDeqParam)
ATB_PARAM(infer::RingMLAParam)
ATB_PARAM(train::GenAttentionMaskParam)
ATB_PARAM(train::RopeGradParam)
ATB_PARAM(train::FastSoftMaxParam)
ATB_PARAM(train::FastSoftMaxGradParam)
ATB_PARAM(train::StridedBatchMatmulParam)
ATB_PARAM(train::UnpadWithHiddenStateParam)
ATB_PARAM(train::PadWithHiddenStateParam)
ATB_PARAM(train::RmsNormBackwardParam)
ATB_PARAM(train::LaserAttentionParam)
ATB_PARAM(train::LaserAttentionGradParam)
ATB_PARAM(common::EventParam)
ATB_PARAM(common::IfCondParam)

} // namespace atb
