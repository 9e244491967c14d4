/* The host port of native programs: stderr, and no host functions. */
#include <aw/error.h>

#include "port.h"

#include <stdio.h>
#include <time.h>

static aw_value no_function(const char *name) { return aw_raise(AW_LOOKUP_ERROR, "no host function '%s'", name); }

aw_value aw__port_call(const char *name, size_t count, const aw_value *arguments) {
    (void)count, (void)arguments;
    return no_function(name);
}

bool aw__port_start(uint32_t number, const char *name, size_t count, const aw_value *arguments, aw_value *out_answer) {
    (void)number, (void)count, (void)arguments;
    *out_answer = no_function(name);
    return false;
}

aw_value aw__port_aiter(aw_value js) {
    (void)js;
    return aw_none();
}

void aw__port_cancel(uint32_t number, aw_value message) { (void)number, (void)message; }

aw_value aw__port_await(aw_value js) { return aw_raise(AW_TYPE_ERROR, "object %s can't be used in 'await' expression", aw_type_name(js)); }

void aw__port_release(uint32_t handle) { (void)handle; }

aw_value aw__port_warning(const char *text) {
    fprintf(stderr, "RuntimeWarning: %s\n", text);
    return aw_none();
}

void aw__port_unraisable(aw_value exception, aw_value object) {
    fprintf(stderr, "Exception ignored in: %s\n%s\n", aw_repr(object), aw_traceback(exception));
}

double aw__port_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

bool aw__port_runs_loop(void) { return false; }

void aw__port_wake(void) {}

bool aw__port_sleep(double seconds) {
    enum { DAY = 86400 }; /* a longer sleep is several */
    double now = seconds < DAY ? seconds : DAY;
    struct timespec left = {(time_t)now, (long)((now - (double)(time_t)now) * 1e9)};
    nanosleep(&left, NULL);
    return true;
}

void aw__port_loop_error(const char *message, aw_value exception, const char *key, aw_value object) {
    fprintf(stderr, "%s\n", message);
    if (key) fprintf(stderr, "%s: %s\n", key, aw_repr(object));
    if (!aw_is_none(exception)) fprintf(stderr, "%s\n", aw_traceback(exception));
}
