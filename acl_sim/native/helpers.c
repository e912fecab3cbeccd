/* Exported functions that cannot be generated: the variadic one, and the two that compute without any state. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "acl/acl_base.h"
#include "entry.h"
#include "helpers.h"

#undef ACL_FUNC_VISIBILITY
#define ACL_FUNC_VISIBILITY __attribute__((visibility("default")))

extern int64_t acl_sim_py_app_log(int64_t severity, uintptr_t text);

enum { LONGEST_LINE = 1024 };

ACL_FUNC_VISIBILITY void aclAppLog(aclLogLevel logLevel, const char *func, const char *file, uint32_t line,
                                   const char *fmt, ...)
{
    char message[LONGEST_LINE], text[2 * LONGEST_LINE]; /* the logger cuts the whole line to its length */
    if (func == NULL || file == NULL || fmt == NULL) return;
    va_list arguments;
    va_start(arguments, fmt);
    vsnprintf(message, sizeof message, fmt, arguments);
    va_end(arguments);
    snprintf(text, sizeof text, "[helpers.c:%d]%ld %s:%s:%u: \"%s\"", __LINE__, syscall(SYS_gettid), func, file, line,
             message);
    acl_sim_caller = __builtin_return_address(0);
    if (acl_sim_state == ACL_SIM_READY || acl_sim_start("aclAppLog") == 0)
        acl_sim_py_app_log(logLevel, (uintptr_t)text);
}

extern int64_t acl_sim_py_finish(void);

static void at_exit(void)
{
    if (acl_sim_state == ACL_SIM_READY) acl_sim_py_finish();
}

void acl_sim_call_at_exit(void)
{
    atexit(at_exit);
}

uint64_t acl_sim_module_of(uintptr_t address, char *path, size_t size)
{
    Dl_info module;
    if (dladdr((void *)address, &module) == 0 || module.dli_fname == NULL) return 0;
    snprintf(path, size, "%s", module.dli_fname);
    return address - 1 - (uintptr_t)module.dli_fbase; /* the call, not the instruction after it */
}

/* The names are links to this very file beside it. The loader recognises the file and remembers the name. */
int64_t acl_sim_answer_to(const char *name)
{
    return dlopen(name, RTLD_LAZY | RTLD_NOLOAD) != NULL ? 0 : -1;
}

int64_t *acl_sim_host_array(size_t count)
{
    void *(*new_array)(size_t);
    *(void **)&new_array = dlsym(RTLD_DEFAULT, "_Znam"); /* operator new[]: a C program has none and calls free */
    return new_array != NULL ? new_array(count * sizeof(int64_t)) : malloc(count * sizeof(int64_t));
}

/* CANN's half precision has no infinities and no NaN: the largest exponent is an ordinary one. */
ACL_FUNC_VISIBILITY float aclFloat16ToFloat(aclFloat16 value)
{
    int exponent = value >> 10 & 0x1F, fraction = value & 0x3FF;
    float magnitude = exponent != 0 ? ldexpf((float)(0x400 + fraction), exponent - 25) : ldexpf((float)fraction, -24);
    return (value & 0x8000) != 0 ? -magnitude : magnitude;
}

/* Rounds half to even; whatever is too large, infinite or no number becomes the largest value of its sign. */
ACL_FUNC_VISIBILITY aclFloat16 aclFloatToFloat16(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    int exponent = (int)(bits >> 23 & 0xFF) - 127;
    uint32_t fraction = (bits & 0x7FFFFF) | 0x800000;
    if (exponent > 15) return sign | 0x7BFF;
    if (exponent < -25) return sign;
    int shift = exponent < -14 ? -1 - exponent : 13; /* subnormal results keep fewer bits */
    uint32_t half = fraction >> shift, rest = fraction & ((1u << shift) - 1), middle = 1u << (shift - 1);
    if (exponent >= -14) half += (uint32_t)(exponent + 14) << 10;
    if (rest > middle || (rest == middle && (half & 1) != 0)) half++;
    if (half > 0x7BFF) half = 0x7BFF;
    return sign | (uint16_t)half;
}
