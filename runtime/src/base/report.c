/* Warnings and exceptions that nobody can receive: to the program's hooks, or to the host. */
#include <aw/host.h>

#include "context.h"
#include "port.h"

static aw_warning_hook warning_hook;
static aw_unraisable_hook unraisable_hook;

void aw_set_warning_hook(aw_warning_hook hook) {
    aw__writes(&warning_hook);
    warning_hook = hook;
}
void aw_set_unraisable_hook(aw_unraisable_hook hook) {
    aw__writes(&unraisable_hook);
    unraisable_hook = hook;
}

/* The build knows these two by name: what they call never suspends the coroutine below them. */
__attribute__((noinline)) void aw__warn(const char *text, aw_value object) {
    aw__reads(&warning_hook);
    AW_SCOPE {
        aw_value result = warning_hook ? warning_hook(text) : aw__port_warning(text);
        if (aw_is_error(result)) aw__unraisable(result, object);
    }
}

__attribute__((noinline)) void aw__unraisable(aw_value error, aw_value object) {
    aw__reads(&unraisable_hook);
    AW_SCOPE {
        if (unraisable_hook) unraisable_hook(aw_caught(error), object);
        else aw__port_unraisable(aw_caught(error), object);
    }
}
