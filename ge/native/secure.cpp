/* The three checked string functions that clients of the graph engine take from CANN's libraries. */
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstring>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

constexpr int kInvalid = 22, kRange = 34, kRangeAndReset = 162;

} // namespace

/* Writes at most `count` characters and a zero into `size` bytes; -1 when that is not all there is to write. */
EXPORT int vsnprintf_s(char *target, size_t size, size_t count, const char *format, va_list arguments)
{
    if (target == nullptr || format == nullptr || size == 0) return -1;
    size_t room = count < size ? count + 1 : size;
    int wanted = std::vsnprintf(target, room, format, arguments);
    if (wanted < 0) target[0] = '\0';
    return wanted < 0 || static_cast<size_t>(wanted) >= room ? -1 : wanted;
}

EXPORT int snprintf_s(char *target, size_t size, size_t count, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf_s(target, size, count, format, arguments);
    va_end(arguments);
    return written;
}

/* 0, or why nothing was copied: a target that is too small holds the empty text. */
EXPORT int strcpy_s(char *target, size_t size, const char *source)
{
    if (target == nullptr || size == 0) return target == nullptr ? kInvalid : kRange;
    size_t length = source != nullptr ? std::strlen(source) : 0;
    if (source != nullptr && length < size) {
        std::memcpy(target, source, length + 1);
        return 0;
    }
    target[0] = '\0';
    return source == nullptr ? kInvalid : kRangeAndReset;
}
