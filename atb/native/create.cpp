/* CreateOperation, CloneOperationParam and UpdateOperationParam of the parameters whose operations are simulated. */
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

ATB_PARAM(infer::RopeParam)
ATB_PARAM(infer::ElewiseParam)
ATB_PARAM(infer::SoftmaxParam)
ATB_PARAM(infer::TransposeParam)
ATB_PARAM(infer::ConcatParam)
ATB_PARAM(infer::SplitParam)
ATB_PARAM(infer::SliceParam)
ATB_PARAM(infer::GatherParam)
ATB_PARAM(infer::LinearParam)
ATB_PARAM(infer::RmsNormParam)
ATB_PARAM(infer::ActivationParam)
ATB_PARAM(infer::AsStridedParam)
ATB_PARAM(infer::CumsumParam)
ATB_PARAM(infer::FillParam)
ATB_PARAM(infer::ReduceParam)
ATB_PARAM(infer::WhereParam)
ATB_PARAM(infer::OnehotParam)
ATB_PARAM(infer::NonzeroParam)
ATB_PARAM(infer::SortParam)
ATB_PARAM(infer::SetValueParam)
ATB_PARAM(infer::RepeatParam)
ATB_PARAM(infer::GroupTopkParam)
ATB_PARAM(infer::ReshapeAndCacheParam)
ATB_PARAM(infer::LayerNormParam)
ATB_PARAM(infer::IndexAddParam)
ATB_PARAM(infer::TransdataParam)
ATB_PARAM(infer::ScatterElementsV2Param)
ATB_PARAM(infer::SwigluQuantParam)
ATB_PARAM(infer::BlockCopyParam)
ATB_PARAM(infer::PagedAttentionParam)
ATB_PARAM(common::EventParam)

} // namespace atb
