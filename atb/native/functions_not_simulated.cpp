/* The functions of atb_acl.h and comm.h: each answers an error with its name. */
#include "atb/atb_acl.h"
#include "atb/comm.h"
#include "python.h"

namespace {

atb::Status refuse(const void *caller, const char *name)
{
    return static_cast<atb::Status>(atb::native::call(caller, "atb::NotSimulated", atb::native::Slots(name)));
}

} // namespace

/* Both phases of a function; the parameters of the first, without their names, are the rest. */
#define ATB_TWO_PHASES(Name, ...)                                                                                      \
    atb::Status Name##GetWorkspaceSize(__VA_ARGS__, uint64_t *, atb::Operation **, atb::Context *)                     \
    {                                                                                                                  \
        return refuse(ATB_CALLER, #Name "GetWorkspaceSize");                                                           \
    }                                                                                                                  \
    atb::Status Name(void *, uint64_t, atb::Operation *, atb::Context *)                                               \
    {                                                                                                                  \
        return refuse(ATB_CALLER, #Name);                                                                              \
    }

using In = const aclTensor *;
using Out = aclTensor *;

ATB_TWO_PHASES(AtbFusedAddTopkDiv, In, In, In, In, uint32_t, uint32_t, uint32_t, uint32_t, int, bool, float, bool, Out,
               Out)
ATB_TWO_PHASES(AtbMLA, In, In, In, In, In, In, In, In, In, In, int32_t, float, int32_t, int, int, uint8_t, Out, Out)
ATB_TWO_PHASES(AtbMLAPreFill, In, In, In, In, In, In, In, In, int32_t, float, int32_t, int, uint8_t, Out)
ATB_TWO_PHASES(AtbMLAPreprocess, In, In, In, In, In, In, In, In, In, In, In, In, In, In, In, In, In, In, In, In, In, In,
               In, In, uint32_t, uint32_t, uint32_t, float, uint32_t, uint32_t, bool, bool, bool, uint8_t, uint16_t,
               Out, Out, Out, Out)
ATB_TWO_PHASES(AtbPagedCacheLoad, In, In, In, In, In, In, In, int8_t, bool, bool)
ATB_TWO_PHASES(AtbRingMLA, In, In, In, In, In, In, In, In, In, int32_t, int32_t, float, int, int, int, int, Out, Out)
ATB_TWO_PHASES(AtbSelfAttentionPrefixEncoder, In, In, In, In, In, In, In, In, int, int32_t, int32_t, float, Out)

namespace atb {
namespace Comm {

HcclComm CreateHcclComm(int32_t, int32_t, int32_t, char *)
{
    refuse(ATB_CALLER, "atb::Comm::CreateHcclComm");
    return nullptr;
}

HcclComm CreateHcclCommByRankTableFile(int32_t, int32_t, const char *, char *)
{
    refuse(ATB_CALLER, "atb::Comm::CreateHcclCommByRankTableFile");
    return nullptr;
}

HcclComm CreateHcclCrossMulitComm(const char *, uint32_t, std::vector<uint32_t> &, uint64_t, uint32_t, char *)
{
    refuse(ATB_CALLER, "atb::Comm::CreateHcclCrossMulitComm");
    return nullptr;
}

Status DestoryHcclComm(HcclComm)
{
    return refuse(ATB_CALLER, "atb::Comm::DestoryHcclComm");
}

} // namespace Comm
} // namespace atb
