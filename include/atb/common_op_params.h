/* Parameters of the operations that are neither for inference nor for training alone. */
#ifndef ATB_COMMON_OP_PARAMS_H
#define ATB_COMMON_OP_PARAMS_H

#include <cstdint>

#include "acl/acl.h"
#include "atb/types.h"

namespace atb {
namespace common {

/* Records an event on the stream that the operation executes on, or lets the stream wait for it. */
struct EventParam {
    enum OperatorType : int {
        UNDEFINED = 0,
        RECORD,
        WAIT,
    };
    aclrtEvent event;
    OperatorType operatorType = UNDEFINED;
    uint8_t rsv[16] = {0};
};

inline bool operator==(const EventParam &left, const EventParam &right)
{
    return left.event == right.event && left.operatorType == right.operatorType;
}

/* Executes opA where `handle` of `userData` is true, else opB. */
struct IfCondParam {
    void *userData;
    bool (*handle)(void *userData);
    Operation *opA = nullptr;
    Operation *opB = nullptr;
    uint8_t rsv[32] = {0};
};

} // namespace common
} // namespace atb

#endif
