#include "atb/utils.h"

#include <cstring>

#include "python.h"

namespace atb {

std::string Utils::GetAtbVersion()
{
    return native::textOf(ATB_CALLER, "atb::Utils::GetAtbVersion", 0);
}

uint64_t Utils::GetTensorSize(const Tensor &tensor)
{
    return GetTensorSize(tensor.desc);
}

uint64_t Utils::GetTensorSize(const TensorDesc &tensorDesc)
{
    return static_cast<uint64_t>(native::call(ATB_CALLER, "atb::Utils::GetTensorSize", native::Slots(tensorDesc), 0));
}

uint64_t Utils::GetTensorNumel(const Tensor &tensor)
{
    return GetTensorNumel(tensor.desc);
}

uint64_t Utils::GetTensorNumel(const TensorDesc &tensorDesc)
{
    return static_cast<uint64_t>(native::call(ATB_CALLER, "atb::Utils::GetTensorNumel", native::Slots(tensorDesc), 0));
}

void Utils::QuantParamConvert(const float *src, uint64_t *dest, uint64_t itemCount)
{
    if (src == nullptr || dest == nullptr) return;
    for (uint64_t i = 0; i < itemCount; ++i) {
        uint32_t bits;
        std::memcpy(&bits, src + i, sizeof bits);
        dest[i] = bits;
    }
}

Status Utils::SetLogLevel(const LogLevel atbLogLevel)
{
    return static_cast<Status>(native::call(ATB_CALLER, "atb::Utils::SetLogLevel", native::Slots(atbLogLevel)));
}

Status Utils::ResetLogLevel()
{
    return static_cast<Status>(native::call(ATB_CALLER, "atb::Utils::ResetLogLevel", native::Slots()));
}

} // namespace atb
