/* strtod on the main stack: it needs more than a coroutine has. The build wraps the C library's function in this one. */
#include "../base/port.h"

#include <stdlib.h>

double __real_strtod(const char *restrict text, char **restrict end);

typedef struct reading {
    const char *text;
    char **end;
    double result;
} reading;

static void read(void *argument) {
    reading *r = argument;
    r->result = __real_strtod(r->text, r->end);
}

double __wrap_strtod(const char *restrict text, char **restrict end) {
    reading r = {text, end, 0};
    aw__on_main_stack(read, &r);
    return r.result;
}
