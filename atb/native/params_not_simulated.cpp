/* CreateOperation, CloneOperationParam and UpdateOperationParam of the parameters whose operations are not simulated:
 * they answer an error with the parameter's name. */
#include "atb/atb_infer.h"
#include "operation.h"

namespace atb {
namespace native {

namespace {

Status refuse(const void *caller, const char *name, Operation **operation)
{
    return static_cast<Status>(call(caller, "atb::CreateOperation", Slots(name, 0, 0, operation, 0)));
}

/* No operation was created from such a parameter. */
Status mismatch(const void *caller, const char *function, const char *name, const Operation *operation)
{
    return static_cast<Status>(call(caller, function, Slots(name, handleOf(operation), 0)));
}

} // namespace

} // namespace native

#define ATB_NOT_SIMULATED(Param)                                                                                       \
    template <>                                                                                                        \
    Status CreateOperation(const Param &, Operation **operation)                                                       \
    {                                                                                                                  \
        return native::refuse(ATB_CALLER, "atb::" #Param, operation);                                                  \
    }                                                                                                                  \
    template <>                                                                                                        \
    Status CloneOperationParam(const Operation *operation, Param &)                                                    \
    {                                                                                                                  \
        return native::mismatch(ATB_CALLER, "atb::CloneOperationParam", "atb::" #Param, operation);                    \
    }                                                                                                                  \
    template <>                                                                                                        \
    Status UpdateOperationParam(Operation *operation, const Param &)                                                   \
    {                                                                                                                  \
        return native::mismatch(ATB_CALLER, "atb::UpdateOperationParam", "atb::" #Param, operation);                   \
    }

ATB_NOT_SIMULATED(infer::DynamicNTKParam)
ATB_NOT_SIMULATED(infer::MultinomialParam)
ATB_NOT_SIMULATED(infer::KvCacheParam)
ATB_NOT_SIMULATED(infer::GatingParam)
ATB_NOT_SIMULATED(infer::ReshapeAndCacheWithStrideParam)
ATB_NOT_SIMULATED(infer::LayerNormWithStrideParam)
ATB_NOT_SIMULATED(infer::RmsNormWithStrideParam)
ATB_NOT_SIMULATED(infer::AllGatherParam)
ATB_NOT_SIMULATED(infer::AllGatherVParam)
ATB_NOT_SIMULATED(infer::AllReduceParam)
ATB_NOT_SIMULATED(infer::BroadcastParam)
ATB_NOT_SIMULATED(infer::ReduceScatterParam)
ATB_NOT_SIMULATED(infer::ReduceScatterVParam)
ATB_NOT_SIMULATED(infer::LinearParallelParam)
ATB_NOT_SIMULATED(infer::LinearSparseParam)
ATB_NOT_SIMULATED(infer::RopeQConcatParam)
ATB_NOT_SIMULATED(infer::RelayAttentionParam)
ATB_NOT_SIMULATED(infer::SelfAttentionParam)
ATB_NOT_SIMULATED(infer::TopkToppSamplingParam)
ATB_NOT_SIMULATED(infer::PadParam)
ATB_NOT_SIMULATED(infer::UnpadParam)
ATB_NOT_SIMULATED(infer::SendParam)
ATB_NOT_SIMULATED(infer::RecvParam)
ATB_NOT_SIMULATED(infer::AllToAllParam)
ATB_NOT_SIMULATED(infer::AllToAllVParam)
ATB_NOT_SIMULATED(infer::AllToAllVV2Param)
ATB_NOT_SIMULATED(infer::GroupedMatmulWithRoutingParam)
ATB_NOT_SIMULATED(infer::GroupedMatmulInplaceAddParam)
ATB_NOT_SIMULATED(infer::CohereLayerNormParam)
ATB_NOT_SIMULATED(infer::GatherPreRmsNormParam)
ATB_NOT_SIMULATED(infer::NormRopeReshapeParam)
ATB_NOT_SIMULATED(infer::FusedAddTopkDivParam)
ATB_NOT_SIMULATED(infer::MlaPreprocessParam)
ATB_NOT_SIMULATED(infer::ReshapeAndCacheOmniParam)
ATB_NOT_SIMULATED(infer::MultiLatentAttentionParam)
ATB_NOT_SIMULATED(infer::RazorFusionAttentionParam)
ATB_NOT_SIMULATED(infer::FaUpdateParam)
ATB_NOT_SIMULATED(infer::PagedCacheLoadParam)
ATB_NOT_SIMULATED(infer::GmmDeqSwigluQuantGmmDeqParam)
ATB_NOT_SIMULATED(infer::MmDeqSwigluQuantMmDeqParam)
ATB_NOT_SIMULATED(infer::RingMLAParam)
ATB_NOT_SIMULATED(train::GenAttentionMaskParam)
ATB_NOT_SIMULATED(train::RopeGradParam)
ATB_NOT_SIMULATED(train::FastSoftMaxParam)
ATB_NOT_SIMULATED(train::FastSoftMaxGradParam)
ATB_NOT_SIMULATED(train::StridedBatchMatmulParam)
ATB_NOT_SIMULATED(train::UnpadWithHiddenStateParam)
ATB_NOT_SIMULATED(train::PadWithHiddenStateParam)
ATB_NOT_SIMULATED(train::RmsNormBackwardParam)
ATB_NOT_SIMULATED(train::LaserAttentionParam)
ATB_NOT_SIMULATED(train::LaserAttentionGradParam)

} // namespace atb
