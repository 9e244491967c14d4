/* Exception objects: making them, raising them, and what they remember. */
#include "context.h"
#include "group.h"
#include "port.h"
#include "replaced.h"

#include <stdio.h>
#include <string.h>

static aw__exception memory_error = {.object = {.references = 1, .type = AW_TYPE_EXCEPTION, .immortal = true}, .kind = AW_MEMORY_ERROR};

aw_value aw__memory_error(void) { return aw__from_error(&memory_error); }

/* -- making -- */

aw_value aw_exception_of(const aw_kind *kind, size_t count, const aw_value *arguments) {
    aw_value kept = aw_none();
    if (count == 1) {
        if (aw_is_error(arguments[0])) return arguments[0];
        kept = arguments[0];
    } else if (count > 1) {
        kept = aw_tuple_of(count, arguments);
        if (aw_is_error(kept)) return kept;
    }
    aw__exception *exception = aw__object_new(AW_TYPE_EXCEPTION, sizeof *exception);
    if (exception) {
        exception->kind = kind;
        exception->argument_count = (uint32_t)count;
        exception->arguments = aw__retain(kept);
        exception->js = aw_none();
    }
    return aw__fresh(exception);
}

static aw_value exception_from_format(const aw_kind *kind, const char *format, va_list arguments) {
    if (!format[1]) return aw_exception_of(kind, 0, NULL);
    aw_value message = aw_vformat(format + 1, arguments);
    if (aw_is_error(message)) return message;
    return aw_exception_of(kind, 1, &message);
}

aw_value aw__exception_format(const aw_kind *kind, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    aw_value exception = exception_from_format(kind, format, arguments);
    va_end(arguments);
    return exception;
}

static aw_value as_error(aw_value exception) {
    return aw_is_error(exception) ? exception : aw__from_error(aw__object_of(exception));
}

aw_value aw__error_new(const aw_kind *kind) { return as_error(aw_exception_of(kind, 0, NULL)); }

void aw__exception_destroy(aw__object *object) {
    aw__exception *exception = (aw__exception *)(void *)object;
    aw__release(exception->arguments);
    if (exception->context) aw__object_release(&exception->context->object);
    if (exception->cause) aw__object_release(&exception->cause->object);
    aw__release(exception->js);
    aw__free(exception->trace, exception->trace_capacity * sizeof *exception->trace);
    aw__object_free(exception, sizeof *exception);
}

/* -- chaining -- */

static void set_link(aw__exception **link, aw__exception *exception) {
    aw__exception *old = *link;
    if (exception && !exception->object.immortal) exception->object.references++;
    *link = exception;
    if (old) aw__object_release(&old->object);
}

static bool leads_to(const aw__exception *from, const aw__exception *to, unsigned *steps);

static bool member_leads_to(const aw__exception *group, const aw__exception *to, unsigned *steps) {
    const aw__list *members = aw__group_members(group);
    for (uint32_t i = 0; members && i < members->count; i++)
        if (leads_to(aw__exception_in(members->items[i]), to, steps)) return true;
    return false;
}

static bool leads_to(const aw__exception *from, const aw__exception *to, unsigned *steps) {
    for (; from && *steps; from = from->context) {
        --*steps;
        if (from == to || member_leads_to(from, to, steps)) return true;
    }
    return false;
}

/* It would be in a circle through a group. CPython leaves those to its collector. */
static bool is_within_group(const aw__exception *exception, const aw__exception *handled) {
    unsigned steps = 200;
    for (; handled && steps; handled = handled->context, steps--)
        if (member_leads_to(handled, exception, &steps)) return true;
    return false;
}

void aw__chain(aw__exception *exception, aw__exception *handled) {
    if (!handled || handled == exception || exception->object.immortal || is_within_group(exception, handled)) return;
    bool move_slow = false; /* Floyd's two runners: the chain may hold a cycle already */
    for (aw__exception *link = handled, *slow = handled; link->context;) {
        if (link->context == exception) {
            set_link(&link->context, NULL);
            break;
        }
        link = link->context;
        if (link == slow) break;
        if (move_slow) slow = slow->context;
        move_slow = !move_slow;
    }
    set_link(&exception->context, handled);
}

aw__exception *aw__topmost_handled(void) {
    for (aw__context *context = aw__current; context; context = context->resumer ? context->resumer : context->awaiter)
        if (context->handled) return context->handled;
    return NULL;
}

void aw__trace_add(aw_value error, aw_site site) {
    aw__exception *exception = aw__exception_in(error);
    if (exception->object.immortal) return;
    if (exception->trace_count == exception->trace_capacity) {
        uint32_t capacity = exception->trace_capacity ? exception->trace_capacity * 2 : 2;
        aw_site *trace = aw__reallocate(exception->trace, exception->trace_capacity * sizeof site, capacity * sizeof site);
        if (!trace) return; /* the error matters more than its way */
        exception->trace = trace;
        exception->trace_capacity = capacity;
    }
    exception->trace[exception->trace_count++] = site;
}

void aw__exception_inherit(aw__exception *exception, const aw__exception *from) {
    if (exception->object.immortal) return;
    for (uint32_t i = 0; i < from->trace_count; i++) aw__trace_add(aw__from_object(exception), from->trace[i]);
    set_link(&exception->context, from->context);
    set_link(&exception->cause, from->cause);
    exception->suppress_context = true;
}

aw_value aw__error_from(aw_value error, const char *message) {
    aw_value text = aw_string(message);
    aw_value exception = aw_is_error(text) ? text : aw_exception_of(AW_RUNTIME_ERROR, 1, &text);
    if (aw_is_error(exception)) return exception;
    aw__exception *made = aw__exception_in(exception);
    set_link(&made->cause, aw__exception_in(error));
    set_link(&made->context, aw__exception_in(error));
    made->suppress_context = true;
    return as_error(exception);
}

/* -- raising -- */

aw_value aw__normalize(aw_value type, aw_value value, bool *out_valid) {
    *out_valid = true;
    if (aw__is_exception(type)) {
        *out_valid = aw_is_none(value);
        return *out_valid ? as_error(type) : aw_raise(AW_TYPE_ERROR, "instance exception may not have a separate value");
    }
    if (aw__tag(type) != AW__TAG_KIND) {
        *out_valid = false;
        return aw_raise(AW_TYPE_ERROR, "exceptions must be classes or instances deriving from BaseException, not %s", aw_type_name(type));
    }
    const aw_kind *kind = aw_kind_of(type);
    if (aw__is_exception(value) && aw_matches(value, kind)) return as_error(value);
    if (aw_is_none(value)) return as_error(aw_exception_of(kind, 0, NULL));
    if (aw_type_of(value) == AW_TYPE_TUPLE) {
        aw__list *tuple = (aw__list *)(void *)aw__object_of(value);
        return as_error(aw_exception_of(kind, tuple->count, tuple->items));
    }
    return as_error(aw_exception_of(kind, 1, &value));
}

/* Raising may be anywhere, so it costs the stack that it is on next to nothing. */
typedef struct raising {
    const aw_kind *kind;
    const char *format;
    va_list *arguments;
    aw_value exception, cause, error;
    bool from;
} raising;

static void raise_exception(void *argument) {
    raising *r = argument;
    bool valid = aw__is_exception(r->exception) || aw__tag(r->exception) == AW__TAG_KIND;
    r->error = valid ? aw__normalize(r->exception, aw_none(), &valid) : aw_raise(AW_TYPE_ERROR, "exceptions must derive from BaseException");
    if (valid) r->error = aw__own(aw__retain(r->error)); /* who raises it may hold it no longer than it is handled */
    aw__exception *raised = aw__exception_in(r->error);
    if (raised->object.immortal || !valid) return;
    if (r->from) {
        aw_value cause = aw_is_none(r->cause) ? aw_none() : aw__normalize(r->cause, aw_none(), &valid);
        if (!valid) {
            r->error = aw_raise(AW_TYPE_ERROR, "exception causes must derive from BaseException");
            return;
        }
        set_link(&raised->cause, aw_is_none(cause) ? NULL : aw__exception_in(cause));
        raised->suppress_context = true;
    }
    aw__chain(raised, aw__topmost_handled());
}

static void raise_format(void *argument) {
    raising *r = argument;
    r->exception = exception_from_format(r->kind, r->format, *r->arguments);
    raise_exception(r);
}

aw_value aw__raise(const aw_site *site, const aw_kind *kind, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raising r = {.kind = kind, .format = format, .arguments = &arguments};
    aw__note_site(site);
    aw__on_main_stack(raise_format, &r);
    va_end(arguments);
    return r.error;
}

aw_value aw__raise_exception(const aw_site *site, aw_value exception, aw_value cause, bool from) {
    raising r = {.exception = exception, .cause = cause, .from = from};
    aw__note_site(site);
    aw__on_main_stack(raise_exception, &r);
    return r.error;
}

aw_value aw__reraise(const aw_site *site) {
    aw__note_site(site);
    aw__exception *handled = aw__topmost_handled();
    if (!handled) return aw_raise(AW_RUNTIME_ERROR, "No active exception to reraise");
    handled->object.references += !handled->object.immortal;
    return aw__own(aw__from_error(handled));
}

/* -- handling -- */

static aw__handler handle(aw__exception *exception) {
    aw__handler handler = {aw__from_object(exception), aw__current->handled, aw__current, true};
    aw__current->handled = exception;
    return handler;
}

aw__handler aw__handler_except(aw_value *variable, const aw_kind *const *kinds, struct aw__with *block) {
    if (aw__replacements) *variable = aw__replaced(*variable, true);
    if (aw_is_error(*variable))
        for (; *kinds; kinds++)
            if (aw_matches(*variable, *kinds)) {
                aw__exception *exception = aw__exception_in(*variable);
                *variable = aw_none();
                if (block) aw__note_leaving(aw_none(), block);
                return handle(exception);
            }
    return (aw__handler){aw_none(), NULL, NULL, false};
}

aw__handler aw__handler_finally(aw_value variable) {
    if (aw__replacements) variable = aw__replaced(variable, false);
    if (aw_is_error(variable)) return handle(aw__exception_in(variable));
    return (aw__handler){aw_none(), NULL, NULL, true};
}

void aw__handler_leave(aw__handler *handler) {
    if (handler->context) handler->context->handled = handler->outer;
}

aw_value aw_handled_exception(void) {
    aw__exception *handled = aw__topmost_handled();
    return handled ? aw__from_object(handled) : aw_none();
}

/* -- looking -- */

aw_value aw_caught(aw_value error) { return aw_is_error(error) ? aw__from_object(aw__object_of(error)) : error; }

aw_value aw_exception_args(aw_value value) {
    if (!aw__is_exception(value)) return aw_raise(AW_TYPE_ERROR, "an exception was expected, not %s", aw_type_name(value));
    aw__exception *exception = aw__exception_in(value);
    if (exception->argument_count > 1) return exception->arguments;
    return aw_tuple_of(exception->argument_count, &exception->arguments);
}

aw_value aw_stop_value(aw_value value) {
    if (!aw__is_exception(value) || !aw__exception_in(value)->argument_count) return aw_none();
    aw__exception *exception = aw__exception_in(value);
    return exception->argument_count == 1 ? exception->arguments : aw_item(exception->arguments, 0);
}

static aw_value link_value(aw__exception *link) { return link ? aw__from_object(link) : aw_none(); }
aw_value aw_exception_context(aw_value value) { return aw__is_exception(value) ? link_value(aw__exception_in(value)->context) : aw_none(); }
aw_value aw_exception_cause(aw_value value) { return aw__is_exception(value) ? link_value(aw__exception_in(value)->cause) : aw_none(); }
bool aw_exception_suppress_context(aw_value value) { return aw__is_exception(value) && aw__exception_in(value)->suppress_context; }

aw_value aw_exception_trace(aw_value value) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    if (!aw__is_exception(value)) return list;
    aw__exception *exception = aw__exception_in(value);
    for (uint32_t i = exception->trace_count; i > 0; i--) {
        aw_site site = exception->trace[i - 1];
        AW_SCOPE { AW_TRY(aw_append(list, AW_TUPLE(aw_string(site.function), aw_string(site.file), aw_int(site.line)))); }
    }
    return list;
}
