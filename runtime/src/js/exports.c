/* What JavaScript calls. docs/module.md is the specification.
 *
 * Each call is an entry: a scope of its own, and a note of where everything stood, from which the module goes on if the call ends in a trap. */
#include <aw/run.h>

#include "arguments.h"
#include "slots.h"

#define EXPORT(name) __attribute__((export_name(#name), noinline))

typedef struct entry {
    struct entry *outer;
    aw__coroutine *running, *active, *driven;
    aw__context *current;
    aw__pool pool; /* where the scopes of the current context stood */
    aw__exception *handled;
    unsigned depth, destroying;
    aw__scope scope;
    aw__stack_mark stack;
    aw_value result; /* with a reference, while what the call made is let go */
} entry;
static entry *innermost;

static void enter(entry *self) {
    *self = (entry){innermost,           aw__running,        aw__active, aw__driven,    aw__current, aw__current->pool,
                    aw__current->handled, aw__depth, aw__destroying, {0}, aw__stack_mark_now(), aw_none()};
    innermost = self;
    aw__running = NULL;
    self->scope = aw__scope_enter();
}

/* Lets go of what the call made, which may run anything; so the result is written after it. */
static void settle(entry *self) {
    aw__scope_end(&self->scope);
    if (self->outer) return;
    aw_collect();
    aw__port_tell_released();
}

static void leave(entry *self) {
    aw__scope_leave(&self->scope);
    aw__running = self->running;
    innermost = self->outer;
}

static int finish(entry *self, int status, aw_value result) {
    self->result = aw__retain(result);
    settle(self);
    aw__slots_reset();
    if (!aw__slot_write(&aw__mailbox[0], result)) status = -1;
    self->result = aw_none();
    aw__release(result);
    leave(self);
    return status;
}

static int finish_value(entry *self, aw_value result) { return finish(self, aw_is_error(result) ? -1 : 1, result); }

/* The arguments in the first slots; the error of reading one takes the place of all. */
static aw_value read_arguments(uint32_t count, aw_value *out) {
    for (uint32_t i = 0; i < count; i++) out[i] = AW_TRY(aw__slot_read(&aw__mailbox[i]));
    return aw_none();
}

static aw_value value_at(void *object) { return aw__from_object(object); }

/* -- making and driving -- */

EXPORT(aw_js_new) int aw_js_new(uint32_t index, uint32_t count) {
    entry self;
    enter(&self);
    aw_code *code = aw__definitions();
    while (code && index--) code = code->next;
    aw_value values[AW__SLOTS];
    aw_value read = count > AW__SLOTS ? aw_raise(AW_TYPE_ERROR, "too many arguments") : read_arguments(count, values);
    aw__slots_reset();
    if (!code) return finish_value(&self, aw_raise(AW_INDEX_ERROR, "no such coroutine"));
    return finish_value(&self, aw_is_error(read) ? read : aw__call_with_values(code, count, values));
}

EXPORT(aw_js_send) int aw_js_send(void *object) {
    entry self;
    enter(&self);
    aw_value value = aw__slot_read(&aw__mailbox[0]), result;
    aw__slots_reset();
    if (aw_is_error(value)) return finish(&self, -1, value);
    aw_step step = aw_iter_send(value_at(object), value, &result);
    return finish(&self, step, result);
}

static int finish_step(entry *self, aw_value result) {
    if (aw_matches(result, AW_STOP_ITERATION) && aw_is_error(result)) return finish(self, AW_STEP_RETURN, aw_stop_value(result));
    return finish_value(self, result);
}

EXPORT(aw_js_throw) int aw_js_throw(void *object, uint32_t count) {
    entry self;
    enter(&self);
    aw_value values[3];
    aw_value read = count > 3 ? aw_none() : read_arguments(count, values);
    aw__slots_reset();
    return finish_step(&self, aw_is_error(read) ? read : aw_throw_args(value_at(object), count, values));
}

EXPORT(aw_js_close) int aw_js_close(void *object) {
    entry self;
    enter(&self);
    aw__slots_reset();
    return finish_value(&self, aw_close(value_at(object)));
}

EXPORT(aw_js_run) int aw_js_run(void *object) {
    entry self;
    enter(&self);
    aw__slots_reset();
    return finish_value(&self, aw_run(value_at(object)));
}

EXPORT(aw_js_wrapper) int aw_js_wrapper(void *object) {
    entry self;
    enter(&self);
    aw__slots_reset();
    return finish_value(&self, aw_await_iter(value_at(object)));
}

EXPORT(aw_js_retain) void aw_js_retain(void *object) { aw_retain(value_at(object)); }

EXPORT(aw_js_release) void aw_js_release(void *object) {
    entry self;
    enter(&self);
    aw__slots_reset(); /* what it gave last is perhaps what is released */
    aw_release(value_at(object));
    settle(&self);
    leave(&self);
}

/* -- looking -- */

static aw_value site_tuple(aw_site site) { return AW_TUPLE(aw_string(site.function), aw_string(site.file), aw_int(site.line)); }

static aw_value describe_parameters(const aw_code *code) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < code->parameter_count; i++) {
        const struct aw__definition *p = &code->parameters[i];
        AW_TRY(aw_append(list, AW_TUPLE(aw_string(p->name), aw_string(p->type), aw_string_of(&p->code, 1))));
    }
    return list;
}

static aw_value describe_codes(void) {
    static const char *const kinds[] = {"coroutine", "generator", "async_generator"};
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (aw_code *code = aw__definitions(); code; code = code->next)
        AW_TRY(aw_append(list, AW_TUPLE(aw_string(code->name), aw_string(code->file), aw_int(code->line),
                                        aw_string(kinds[code->kind]), describe_parameters(code))));
    return list;
}

EXPORT(aw_js_codes) int aw_js_codes(void) {
    entry self;
    enter(&self);
    aw__slots_reset();
    return finish_value(&self, describe_codes());
}

EXPORT(aw_js_inspect) int aw_js_inspect(void *object) {
    entry self;
    enter(&self);
    aw__slots_reset();
    aw_value c = value_at(object);
    aw_site frame, code = aw_cr_code(c);
    aw_value described = aw_cr_frame(c, &frame) ? site_tuple(frame) : aw_none();
    return finish_value(&self, AW_TUPLE(aw_string(aw_coroutine_state_name(c)), aw_bool(aw_cr_running(c)), aw_bool(aw_cr_suspended(c)),
                                        aw_cr_await(c), described, aw_string(aw_coroutine_name(c)), aw_string(aw_coroutine_qualname(c)),
                                        aw_cr_origin(c), AW_TUPLE(aw_string(code.function), aw_string(code.file), aw_int(code.line))));
}

static aw_value base_names(const aw_kind *kind) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (kind = kind->parent; kind; kind = kind->parent) AW_TRY(aw_append(list, aw_string(kind->name)));
    return list;
}

EXPORT(aw_js_exception) int aw_js_exception(void *object) {
    entry self;
    enter(&self);
    aw__slots_reset();
    aw_value e = value_at(object);
    aw__kind_tell(aw_kind_of(e));
    return finish_value(&self, AW_TUPLE(aw_string(aw_kind_of(e)->name), base_names(aw_kind_of(e)), aw_exception_args(e), aw_string(aw_str(e)),
                                        aw_exception_cause(e), aw_exception_context(e), aw_bool(aw_exception_suppress_context(e)),
                                        aw_exception_trace(e), aw__exception_in(e)->js, aw_string(aw_traceback(e))));
}

EXPORT(aw_js_repr) int aw_js_repr(void *object) {
    entry self;
    enter(&self);
    aw_value text = aw_string(aw_repr(object ? value_at(object) : aw__slot_written()));
    aw__slots_reset();
    return finish_value(&self, text);
}

EXPORT(aw_js_live) int aw_js_live(void) {
    entry self;
    enter(&self);
    aw__slots_reset();
    aw_live_counts live = aw_live();
    return finish_value(&self, AW_TUPLE(aw_int((int64_t)live.objects), aw_int((int64_t)live.coroutines), aw_int((int64_t)live.stacks),
                                        aw_int((int64_t)live.js_handles), aw_int((int64_t)live.bytes)));
}

EXPORT(aw_js_origin_depth) int aw_js_origin_depth(int depth) {
    entry self;
    enter(&self);
    aw__slots_reset();
    return finish_value(&self, aw_set_coroutine_origin_tracking_depth(depth));
}

/* -- after a trap -- */

/* Those that await it were running, too. */
static void end_chain(aw__coroutine *inner) {
    for (aw__coroutine *outer = inner; inner; inner = outer) {
        aw_value out;
        outer = inner->driving ? NULL : aw__awaiter(inner);
        inner->starting = inner->sends = false;
        if (inner->state != AW_CLOSED) aw__finish(inner, aw_none(), &out);
    }
}

/* The frames of everything that ran since the entry are gone: those coroutines can only be ended. What is let go may trap again; then this is called
 * again, and goes on where it stood. */
static entry *abandoning;

static __attribute__((noinline)) void abandon(entry *self) {
    aw__running = self->running;
    aw__current = self->current;
    aw__current->handled = self->handled;
    aw__depth = self->depth;
    aw__epoch++;
    if (abandoning != self) {
        abandoning = self;
        for (aw__coroutine *each = aw__active; each != self->active; each = each->below) each->object.references++;
    }
    while (aw__active != self->active) {
        aw__coroutine *ended = aw__active;
        aw__active = ended->below;
        end_chain(ended);
        aw__object_release(&ended->object);
    }
    while (aw__driven != self->driven) {
        aw__coroutine *root = aw__driven;
        aw__driven = root->outer_drive;
        root->driving = AW__NOT_DRIVING;
        root->context.resumer = NULL;
        root->leaf = NULL;
        aw__object_release(&root->object);
    }
    if (!self->outer) aw__pool_drop(&aw__current->pool, self->pool.count); /* else the scope around the entry does it, with more room */
    aw__current->pool.mark = self->pool.mark;
    aw__release(self->result);
    aw__destroy_waiting(self->destroying);
    abandoning = NULL;
    innermost = self->outer;
}

/* The stack pointer may stand anywhere; so nothing may happen before it is set right, and no frame may be taken here and given back later. */
EXPORT(aw_js_recover) void aw_js_recover(void) {
    if (!innermost) return;
    aw__stack_recover(&innermost->stack);
    abandon(innermost);
}
