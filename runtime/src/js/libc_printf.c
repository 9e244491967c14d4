/* printf on the main stack: it needs more than a coroutine has. The build wraps the C library's functions in these. */
#include "../base/port.h"

#include <stdarg.h>
#include <stdio.h>

int __real_vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments);
int __real_vsnprintf(char *restrict text, size_t size, const char *restrict format, va_list arguments);

typedef struct printing {
    FILE *stream;
    char *text;
    size_t size;
    const char *format;
    va_list *arguments;
    int result;
} printing;

static void print(void *argument) {
    printing *p = argument;
    p->result = __real_vfprintf(p->stream, p->format, *p->arguments);
}

int __wrap_vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    va_list copy;
    va_copy(copy, arguments);
    printing p = {.stream = stream, .format = format, .arguments = &copy};
    aw__on_main_stack(print, &p);
    va_end(copy);
    return p.result;
}

static void print_text(void *argument) {
    printing *p = argument;
    p->result = __real_vsnprintf(p->text, p->size, p->format, *p->arguments);
}

int __wrap_vsnprintf(char *restrict text, size_t size, const char *restrict format, va_list arguments) {
    va_list copy;
    va_copy(copy, arguments);
    printing p = {.text = text, .size = size, .format = format, .arguments = &copy};
    aw__on_main_stack(print_text, &p);
    va_end(copy);
    return p.result;
}

#ifdef __EMSCRIPTEN__
/* Where no floating number is printed, its compiler calls smaller functions instead. */
int __real_vfiprintf(FILE *restrict stream, const char *restrict format, va_list arguments);
int __real___small_vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments);

static void print_integers(void *argument) {
    printing *p = argument;
    p->result = __real_vfiprintf(p->stream, p->format, *p->arguments);
}

int __wrap_vfiprintf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    va_list copy;
    va_copy(copy, arguments);
    printing p = {.stream = stream, .format = format, .arguments = &copy};
    aw__on_main_stack(print_integers, &p);
    va_end(copy);
    return p.result;
}

static void print_small(void *argument) {
    printing *p = argument;
    p->result = __real___small_vfprintf(p->stream, p->format, *p->arguments);
}

int __wrap___small_vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    va_list copy;
    va_copy(copy, arguments);
    printing p = {.stream = stream, .format = format, .arguments = &copy};
    aw__on_main_stack(print_small, &p);
    va_end(copy);
    return p.result;
}
#endif
