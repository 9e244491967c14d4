/* The host port of native programs: stderr, and no host functions. */
#include <aw/error.h>

#include "port.h"

#include <stdio.h>

aw_value aw__port_call(const char *name, size_t count, const aw_value *arguments) {
    (void)count, (void)arguments;
    return aw_raise(AW_LOOKUP_ERROR, "no host function '%s'", name);
}

void aw__port_release(uint32_t handle) { (void)handle; }

aw_value aw__port_warning(const char *text) {
    fprintf(stderr, "RuntimeWarning: %s\n", text);
    return aw_none();
}

void aw__port_unraisable(aw_value exception, aw_value object) {
    fprintf(stderr, "Exception ignored in: %s\n%s\n", aw_repr(object), aw_traceback(exception));
}
