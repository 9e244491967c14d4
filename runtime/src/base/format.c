/* Formatting: see format.h. */
#include "format.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct output {
    char *text;
    size_t size, length;
} output;

static void put(output *out, const char *data, size_t length) {
    for (size_t index = 0; index < length; index++, out->length++)
        if (out->length + 1 < out->size) out->text[out->length] = data[index];
}

static void put_number(output *out, uint64_t number, unsigned base) {
    char digits[20];
    size_t first = sizeof digits;
    do digits[--first] = "0123456789abcdef"[number % base];
    while (number /= base);
    put(out, digits + first, sizeof digits - first);
}

static void put_signed(output *out, int64_t number) {
    if (number < 0) put(out, "-", 1);
    put_number(out, number < 0 ? -(uint64_t)number : (uint64_t)number, 10);
}

static void put_text(output *out, const char *text) {
    if (!text) text = "(null)";
    put(out, text, strlen(text));
}

/* What stands behind the percent sign: its length, or 0 where it is none of ours. Only then no argument is taken. */
static size_t convert(output *out, const char *conversion, va_list *arguments) {
    static const char *const ours[] = {"s", "d", "u", "lld", "zu", "llx", "#llx", "%"};
    enum { TEXT, INT, UNSIGNED, LONG, SIZE, HEX, PREFIXED_HEX, PERCENT, COUNT };
    size_t which = 0, length = 0;
    for (; which < COUNT; which++) {
        length = strlen(ours[which]);
        if (strncmp(conversion, ours[which], length) == 0) break;
    }
    switch (which) {
    case TEXT: put_text(out, va_arg(*arguments, const char *)); break;
    case INT: put_signed(out, va_arg(*arguments, int)); break;
    case UNSIGNED: put_number(out, va_arg(*arguments, unsigned), 10); break;
    case LONG: put_signed(out, va_arg(*arguments, long long)); break;
    case SIZE: put_number(out, va_arg(*arguments, size_t), 10); break;
    case PREFIXED_HEX:
    case HEX: {
        uint64_t number = va_arg(*arguments, unsigned long long);
        if (which == PREFIXED_HEX && number != 0) put(out, "0x", 2);
        put_number(out, number, 16);
        break;
    }
    case PERCENT: put(out, "%", 1); break;
    default: return 0;
    }
    return length;
}

static bool format_here(output *out, const char *format, va_list *arguments) {
    for (;;) {
        size_t plain = strcspn(format, "%");
        put(out, format, plain);
        if (!format[plain]) return true;
        size_t length = convert(out, format + plain + 1, arguments);
        if (length == 0) return false;
        format += plain + 1 + length;
    }
}

int aw__format(char *text, size_t size, const char *format, va_list arguments) {
    output out = {text, size, 0};
    va_list ours;
    va_copy(ours, arguments);
    bool done = format_here(&out, format, &ours);
    va_end(ours);
    if (!done) return vsnprintf(text, size, format, arguments);
    if (out.length > INT32_MAX) return -1;
    if (size > 0) text[out.length < size ? out.length : size - 1] = '\0';
    return (int)out.length;
}
