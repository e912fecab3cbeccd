#include "callbacks.h"

#include "atb/common_op_params.h"
#include "atb/operation_infra.h"

namespace atb {
namespace native {

namespace {

/* The answer of `run`, or `failed` where it throws. */
template <class Run>
int64_t guarded(Status failed, Run run)
{
    try {
        return run();
    } catch (const std::exception &) {
        return failed;
    }
}

template <class Infer>
int64_t infer(int64_t *slots, Status failed, Infer run)
{
    const auto inputs = static_cast<size_t>(slots[0]), outputs = static_cast<size_t>(slots[1]);
    int64_t *const results = slots + 2 + inputs * DESC_SLOTS;
    return guarded(failed, [&]() -> Status {
        SVector<TensorDesc> descs;
        descs.resize(outputs);
        const Status status = run(descsOf(slots + 2, inputs), descs);
        if (status != NO_ERROR || descs.size() < outputs) return status != NO_ERROR ? status : failed;
        for (size_t i = 0; i < outputs; ++i) {
            const Slots desc(descs[i]);
            std::memcpy(results + i * DESC_SLOTS, desc.data(), DESC_SLOTS * sizeof *results);
        }
        return NO_ERROR;
    });
}

} // namespace

int64_t reshape(void *object, int64_t *slots)
{
    return guarded(ERROR_OUT_OF_HOST_MEMORY, [&]() -> Status {
        Dims shape;
        (*static_cast<ReshapeFunc *>(object))(dimsOf(slots), shape);
        const Slots dims(shape);
        std::memcpy(slots, dims.data(), dims.size() * sizeof *slots);
        return NO_ERROR;
    });
}

int64_t inferGraph(void *object, int64_t *slots)
{
    return infer(slots, ERROR_GRAPH_INFERSHAPE_FUNC_FAIL, *static_cast<InferShapeFunc *>(object));
}

int64_t inferOperation(void *object, int64_t *slots)
{
    return infer(slots, ERROR_OUT_OF_HOST_MEMORY, [&](const SVector<TensorDesc> &in, SVector<TensorDesc> &out) {
        return static_cast<Operation *>(object)->InferShape(in, out);
    });
}

int64_t setupOperation(void *object, int64_t *slots)
{
    return guarded(ERROR_OUT_OF_HOST_MEMORY, [&] {
        auto *context = reinterpret_cast<Context *>(slots[0]);
        const VariantPack pack = packOf(slots + 5, static_cast<size_t>(slots[3]), static_cast<size_t>(slots[4]));
        uint64_t size = 0;
        const Status status = static_cast<Operation *>(object)->Setup(pack, size, context);
        slots[2] = static_cast<int64_t>(size);
        return status;
    });
}

int64_t executeOperation(void *object, int64_t *slots)
{
    return guarded(ERROR_RT_FAIL, [&] {
        auto *context = reinterpret_cast<Context *>(slots[0]);
        const VariantPack pack = packOf(slots + 5, static_cast<size_t>(slots[3]), static_cast<size_t>(slots[4]));
        auto *workspace = reinterpret_cast<uint8_t *>(slots[1]);
        return static_cast<Operation *>(object)->Execute(pack, workspace, static_cast<uint64_t>(slots[2]), context);
    });
}

int64_t condition(void *object, int64_t *slots)
{
    const auto &param = *static_cast<common::IfCondParam *>(object);
    return guarded(ERROR_INVALID_PARAM, [&]() -> Status {
        slots[0] = param.handle(param.userData);
        return NO_ERROR;
    });
}

uint64_t adopt(const void *caller, Operation *operation)
{
    if (operation == nullptr) return 0;
    const std::string name = operation->GetName();
    uint64_t handle = 0;
    const Slots slots(operation, name.c_str(), operation->GetInputNum(), operation->GetOutputNum(), &inferOperation,
                      &setupOperation, &executeOperation, &handle);
    call(caller, "atb::Operation", slots);
    return handle;
}

} // namespace native

/* The number of the stream that the operation executes on. */
class OperationImpl
{
   public:
    uint32_t streamId = 0;
};

OperationInfra::OperationInfra() : impl_(new OperationImpl) {}

OperationInfra::OperationInfra(const OperationInfra &other) : Operation(other), impl_(new OperationImpl(*other.impl_))
{
}

OperationInfra &OperationInfra::operator=(const OperationInfra &other)
{
    *impl_ = *other.impl_;
    return *this;
}

OperationInfra::~OperationInfra() = default;

void OperationInfra::SetExecuteStreamId(uint32_t streamId)
{
    impl_->streamId = streamId;
}

uint32_t OperationInfra::GetExecuteStreamId() const
{
    return impl_->streamId;
}

aclrtStream OperationInfra::GetExecuteStream(Context *context)
{
    if (context == nullptr) return nullptr;
    const std::vector<aclrtStream> streams = context->GetExecuteStreams();
    return impl_->streamId < streams.size() ? streams[impl_->streamId] : nullptr;
}

} // namespace atb
