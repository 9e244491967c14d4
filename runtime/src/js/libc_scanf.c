/* scanf on the main stack: it needs more than a coroutine has. The build wraps the C library's function in this one. */
#include "../base/port.h"

#include <stdarg.h>
#include <stdio.h>

int __real_vfscanf(FILE *restrict stream, const char *restrict format, va_list arguments);

typedef struct scanning {
    FILE *stream;
    const char *format;
    va_list *arguments;
    int result;
} scanning;

static void scan(void *argument) {
    scanning *s = argument;
    s->result = __real_vfscanf(s->stream, s->format, *s->arguments);
}

int __wrap_vfscanf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    va_list copy;
    va_copy(copy, arguments);
    scanning s = {.stream = stream, .format = format, .arguments = &copy};
    aw__on_main_stack(scan, &s);
    va_end(copy);
    return s.result;
}
