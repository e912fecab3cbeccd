/* CreateOperation of IfCondParam: one of two operations, as a function of the program says when it is set up. */
#include "atb/atb_infer.h"
#include "callbacks.h"
#include "operation.h"

namespace atb {
namespace native {

class ConditionalOperation final : public PythonOperation
{
   public:
    explicit ConditionalOperation(const common::IfCondParam &param) : PythonOperation(0), param_(param) {}
    ~ConditionalOperation() override;

    /* Has Python check and take the operation. The two stay the program's. */
    Status create(const void *caller, Operation **operation);

   private:
    uint64_t known(const void *caller, Operation *operation);

    common::IfCondParam param_;
    std::vector<uint64_t> adopted_; // handles of operations of the program's own
};

ConditionalOperation::~ConditionalOperation()
{
    for (uint64_t handle : adopted_) call(ATB_CALLER, "atb::DestroyOperation", Slots(handle));
}

uint64_t ConditionalOperation::known(const void *caller, Operation *operation)
{
    uint64_t handle = handleOf(operation);
    if (handle == 0 && operation != nullptr) adopted_.push_back(handle = adopt(caller, operation));
    return handle;
}

Status ConditionalOperation::create(const void *caller, Operation **operation)
{
    const uint64_t first = known(caller, param_.opA), second = known(caller, param_.opB);
    const bool hasHandle = param_.handle != nullptr;
    const Slots slots(param_.userData, hasHandle, first, second, &condition, &param_, operation, &handle_);
    return static_cast<Status>(call(caller, "atb::CreateOperation<atb::common::IfCondParam>", slots));
}

} // namespace native

template <>
Status CreateOperation(const common::IfCondParam &opParam, Operation **operation)
{
    auto *conditional = new native::ConditionalOperation(opParam);
    const Status status = conditional->create(ATB_CALLER, operation);
    if (status == NO_ERROR) {
        *operation = conditional;
    } else {
        delete conditional;
    }
    return status;
}

} // namespace atb
