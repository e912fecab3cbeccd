/* Helpers for tensors and the log. */
#ifndef ATB_UTILS_H
#define ATB_UTILS_H

#include <cstdint>
#include <string>

#include "atb/types.h"

namespace atb {

class Utils
{
   public:
    static std::string GetAtbVersion();

    /* Bytes; 0 for no dimensions, an unknown type, no elements, or more than 64 bits can count. */
    static uint64_t GetTensorSize(const Tensor &tensor);
    static uint64_t GetTensorSize(const TensorDesc &tensorDesc);

    /* Elements; 0 for no dimensions, one that is not positive, or more than 64 bits can count. */
    static uint64_t GetTensorNumel(const Tensor &tensor);
    static uint64_t GetTensorNumel(const TensorDesc &tensorDesc);

    /* Each float becomes the lower half of a 64-bit number. */
    static void QuantParamConvert(const float *src, uint64_t *dest, uint64_t itemCount);

    static Status SetLogLevel(const LogLevel atbLogLevel);

    /* Back to what the environment asks for. */
    static Status ResetLogLevel();
};

} // namespace atb

#endif
