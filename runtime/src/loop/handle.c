/* Handles: what call_soon, call_later and call_at give, and what the loop holds of a timer. */
#include "loop.h"

#include "../base/trace.h"

#include <math.h>

static aw__handle *handle_in(aw_value value) {
    return aw__has_type(value, AW_TYPE_HANDLE) ? (aw__handle *)(void *)aw__object_of(value) : NULL;
}

static void drop_contents(aw__handle *handle) {
    aw_value subject = handle->subject, argument = handle->argument;
    handle->subject = handle->argument = aw_none();
    aw__release(subject);
    aw__release(argument);
}

static void destroy(aw__object *object) {
    aw__handle *handle = (aw__handle *)(void *)object;
    drop_contents(handle);
    aw__object_free(handle, sizeof *handle);
}

static aw_value repr(aw_value self) {
    aw__handle *handle = handle_in(self);
    const char *kind = isnan(handle->when) ? "Handle" : "TimerHandle", *name = handle->name ? handle->name : "";
    if (handle->cancelled) return aw_format("<%s cancelled>", kind);
    if (isnan(handle->when)) return aw_format("<%s %s()>", kind, name);
    return aw_format("<%s when=%.9g %s()>", kind, handle->when, name);
}

static const aw__class handle_class = {"Handle", destroy, repr}, timer_class = {"TimerHandle", destroy, repr};

static aw__handle *handle_new(double when, aw_value subject, aw_value argument) {
    aw__handle *handle = aw__classed_new(AW_TYPE_HANDLE, isnan(when) ? &handle_class : &timer_class, sizeof *handle);
    if (!handle) {
        aw__release(subject);
        aw__release(argument);
        return NULL;
    }
    handle->when = when;
    handle->subject = subject;
    handle->argument = argument;
    return handle;
}

/* What the trace is told of timers. */
static void observe(aw_trace_kind kind, const aw__handle *handle) {
    if (!aw__is_tracing() || isnan(handle->when)) return;
    aw__trace(&(aw__traced){.kind = kind, .task = aw__trace_task(), .name = handle->name ? handle->name : "", .number = handle->when});
}

/* -- running -- */

static aw_value run_program_callback(aw__handle *handle, aw_value self) {
    return aw__callback_ended(handle->callback(handle->argument), handle->name, self);
}

/* The build knows it by name. */
__attribute__((noinline)) aw_value aw__handle_run(aw_value self, aw_value unused) {
    (void)unused;
    aw__handle *handle = handle_in(self);
    if (handle->cancelled) return aw_none();
    observe(AW_TRACE_TIMER_FIRED, handle);
    handle->runs = true;
    aw_value result = handle->callback ? run_program_callback(handle, self) : handle->call(handle->subject, handle->argument);
    handle->runs = false;
    if (handle->cancelled) drop_contents(handle);
    return result;
}

aw_value aw__callback_ended(aw_value result, const char *name, aw_value handle) {
    if (!aw_is_error(result)) return aw_none();
    if (aw_matches(result, AW_SYSTEM_EXIT) || aw_matches(result, AW_KEYBOARD_INTERRUPT)) return result;
    aw_value message = aw_format("Exception in callback %s()", name);
    return aw__loop_error(aw_is_error(message) ? "Exception in callback" : aw_as_string(message), result, "handle", handle);
}

/* Takes over the handle where there is no memory. */
static bool set(aw__handle *handle) {
    if (!aw__timers_add(handle)) {
        aw__object_release(&handle->base.object);
        return false;
    }
    observe(AW_TRACE_TIMER_SET, handle);
    if (!aw__the_loop.running) aw__port_wake(); /* the host sets its timer */
    return true;
}

/* -- the program's -- */

aw_value aw__handle_new(aw_callback callback, const char *name, aw_value argument) {
    aw__handle *handle = handle_new((double)NAN, aw_none(), aw__retain(argument));
    if (!handle) return aw__memory_error();
    handle->callback = callback;
    handle->name = name;
    return aw__fresh(handle);
}

aw_value aw__call_soon(aw_callback callback, const char *name, aw_value argument) {
    AW_TRY(argument);
    AW_TRY(aw__loop_check());
    aw_value made = AW_TRY(aw__handle_new(callback, name, argument));
    return aw__loop_soon(aw__handle_run, aw__retain(made), aw_none()) ? made : aw__memory_error();
}

aw_value aw__call_at(double when, aw_callback callback, const char *name, aw_value argument) {
    AW_TRY(argument);
    if (isnan(when)) return aw_raise(AW_TYPE_ERROR, "when cannot be None");
    AW_TRY(aw__loop_check());
    aw__handle *handle = handle_new(when, aw_none(), aw__retain(argument));
    if (!handle) return aw__memory_error();
    handle->callback = callback;
    handle->name = name;
    if (!set(handle)) return aw__memory_error();
    aw_value made = aw__fresh(handle);
    if (aw_is_error(made)) aw__handle_cancel(handle); /* the heap holds it */
    return made;
}

aw_value aw__call_later(double delay, aw_callback callback, const char *name, aw_value argument) {
    AW_TRY(argument);
    if (isnan(delay)) return aw_raise(AW_TYPE_ERROR, "delay must not be None");
    return aw__call_at(aw_time() + delay, callback, name, argument);
}

/* -- the runtime's -- */

aw__handle *aw__loop_at(double when, aw__call call, aw_value subject, aw_value argument) {
    aw__handle *handle = handle_new(when, subject, argument);
    if (!handle) return NULL;
    handle->call = call;
    return set(handle) ? handle : NULL;
}

void aw__handle_cancel(aw__handle *handle) {
    aw__writes(handle);
    if (handle->cancelled) return;
    handle->cancelled = true;
    if (handle->scheduled) {
        observe(AW_TRACE_TIMER_CANCELLED, handle);
        aw__timer_was_cancelled();
    }
    if (!handle->runs) drop_contents(handle);
}

void aw_handle_cancel(aw_value value) {
    aw__handle *handle = handle_in(value);
    if (handle) aw__handle_cancel(handle);
}

bool aw_handle_cancelled(aw_value value) {
    aw__handle *handle = handle_in(value);
    if (handle) aw__reads(handle);
    return handle && handle->cancelled;
}

double aw_handle_when(aw_value value) {
    aw__handle *handle = handle_in(value);
    return handle ? handle->when : (double)NAN;
}
