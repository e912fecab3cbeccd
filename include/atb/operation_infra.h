/* A base for operations of the program's own, which graphs execute beside those of the library. */
#ifndef ATB_OPERATION_INFRA_H
#define ATB_OPERATION_INFRA_H

#include <cstdint>
#include <memory>

#include "atb/context.h"
#include "atb/operation.h"

namespace atb {

class OperationImpl;

class OperationInfra : public Operation
{
   public:
    OperationInfra();
    OperationInfra(const OperationInfra &other);
    OperationInfra &operator=(const OperationInfra &other);
    ~OperationInfra() override;

    void SetExecuteStreamId(uint32_t streamId);
    uint32_t GetExecuteStreamId() const;

    /* The context's stream of that number; null where there is none. */
    aclrtStream GetExecuteStream(Context *context);

   private:
    std::unique_ptr<OperationImpl> impl_;
};

} // namespace atb

#endif
