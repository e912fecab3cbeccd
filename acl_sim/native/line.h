/* Text that a signal handler can put together: into a buffer of its own, without anything from stdio. */
#ifndef ACL_SIM_NATIVE_LINE_H
#define ACL_SIM_NATIVE_LINE_H

#include <stddef.h>
#include <stdint.h>

struct line {
    char *text;
    size_t size, used; /* what does not fit is left out */
};

static inline void add(struct line *line, const char *text)
{
    while (*text != '\0' && line->used < line->size) line->text[line->used++] = *text++;
}

static inline void add_number(struct line *line, uint64_t value, unsigned base)
{
    char digits[24];
    char *at = digits + sizeof digits - 1;
    *at = '\0';
    do *--at = "0123456789abcdef"[value % base];
    while ((value /= base) != 0);
    add(line, base == 16 ? "0x" : "");
    add(line, at);
}

#endif
