/* Driving operations: the coroutine protocol round a step function. */
#include "operation.h"

#include "../base/mistakes.h"
#include "../coro/coroutine.h"

static aw__operation *operation_in(aw_value value) { return (aw__operation *)(void *)aw__object_of(value); }
static const aw__operation_class *class_of(const aw__operation *self) { return (const aw__operation_class *)(const void *)self->base.class; }

aw_value aw__operation_new(const aw__operation_class *class, aw_value subject, aw_value argument) {
    AW_TRY(subject);
    AW_TRY(argument);
    aw__operation *self = aw__classed_new(AW_TYPE_AWAITABLE, &class->base.class, sizeof *self);
    if (!self) return aw__memory_error();
    self->subject = aw__retain(subject);
    self->argument = aw__retain(argument);
    self->waiter = aw_none();
    return aw__fresh(self);
}

/* -- how a step ends -- */

static aw_step wait_for(aw__operation *self, aw_value waiter) {
    aw_value before = self->waiter;
    self->waiter = waiter;
    aw__release(before);
    return AW_STEP_NEXT;
}

aw_step aw__operation_wait(aw__operation *self, aw__future *future) {
    return wait_for(self, future ? aw__future_value(future) : aw__memory_error());
}

aw_step aw__operation_yield(aw__operation *self) { return wait_for(self, aw_none()); }

aw_step aw__operation_return(aw_value *out, aw_value value) {
    *out = aw__retain(value);
    return AW_STEP_RETURN;
}

aw_step aw__operation_fail(aw_value *out, aw_value error) {
    *out = aw__retain(error);
    return AW_STEP_ERROR;
}

/* -- driving -- */

static void let_go(aw__operation *self) {
    aw_value waiter = self->waiter, subject = self->subject, argument = self->argument;
    self->waiter = self->subject = self->argument = aw_none();
    aw__release(waiter);
    aw__release(subject);
    aw__release(argument);
}

/* The build knows it by name. */
static __attribute__((noinline)) aw_step call_step(aw__operation *self, aw_value input, aw_value *out) {
    return class_of(self)->step(self, input, out);
}

/* Goes on with this input, which is owned, and again where what it waits for is there already. */
static aw_step go_on(aw__operation *self, aw_value input, aw_value *out) {
    for (;;) {
        self->running = true;
        aw_step step = call_step(self, input, out);
        self->running = false;
        aw__release(input);
        if (step != AW_STEP_NEXT) {
            self->ended = true;
            if (step == AW_STEP_ERROR && aw_matches(*out, AW_STOP_ITERATION)) {
                aw_value converted = aw__retain(aw__error_from(*out, "coroutine raised StopIteration"));
                aw__release(*out);
                *out = converted;
            }
            let_go(self);
            return step;
        }
        if (aw_is_error(self->waiter)) {
            input = self->waiter;
            self->waiter = aw_none();
            continue;
        }
        *out = aw_none();
        if (aw_is_none(self->waiter)) return AW_STEP_NEXT;
        if (aw__future_send(self->waiter, aw_none(), &input) == AW_STEP_NEXT) {
            *out = input;
            return AW_STEP_NEXT;
        }
    }
}

static aw_step refuse(aw_value *out, const aw_kind *kind, const char *message) { return aw__operation_fail(out, aw_raise(kind, "%s", message)); }

aw_step aw__operation_send(aw_value value, aw_value sent, aw_value *out) {
    aw__operation *self = operation_in(value);
    if (self->running) return refuse(out, AW_VALUE_ERROR, "coroutine already executing");
    if (self->ended) return refuse(out, AW_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
    if (!self->started && !aw_is_none(sent)) return refuse(out, AW_TYPE_ERROR, "can't send non-None value to a just-started coroutine");
    aw_value input = aw_none();
    if (self->started && aw_is_none(self->waiter)) {
        input = aw__retain(sent);
    } else if (self->started && aw__future_send(self->waiter, sent, &input) == AW_STEP_NEXT) {
        *out = input;
        return AW_STEP_NEXT;
    }
    self->started = true;
    return go_on(self, input, out);
}

aw_step aw__operation_throw(aw_value value, size_t count, const aw_value *arguments, aw_value *out) {
    aw__operation *self = operation_in(value);
    bool valid = true, waits = self->started && !aw_is_none(self->waiter);
    aw_value error;
    if (waits && !self->running && !self->ended) aw__future_throw(self->waiter, count, arguments, &error);
    else error = aw__thrown(count, arguments, &valid);
    if (valid && (self->running || self->ended)) {
        aw__release(error);
        return self->running ? refuse(out, AW_VALUE_ERROR, "coroutine already executing")
                             : refuse(out, AW_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
    }
    if (valid && self->started) return go_on(self, error, out);
    *out = error;
    if (!valid) return AW_STEP_ERROR;
    self->started = self->ended = true;
    let_go(self);
    return AW_STEP_ERROR;
}

aw_value aw__operation_close(aw_value value) {
    aw__operation *self = operation_in(value);
    if (self->running) return aw__retain(aw_raise(AW_VALUE_ERROR, "coroutine already executing"));
    if (!self->started || self->ended) {
        self->ended = true;
        let_go(self);
        return aw_none();
    }
    aw_value out;
    aw_step step = go_on(self, aw__retain(aw__error_new(AW_GENERATOR_EXIT)), &out);
    if (step == AW_STEP_ERROR && !aw_matches(out, AW_GENERATOR_EXIT)) return out;
    aw__release(out);
    return step == AW_STEP_NEXT ? aw__retain(aw_raise(AW_RUNTIME_ERROR, "coroutine ignored GeneratorExit")) : aw_none();
}

/* -- life -- */

static void warn(aw__operation *self) {
    AW_SCOPE {
        aw_value text = aw_format("coroutine '%s' was never awaited", class_of(self)->qualname);
        const char *warning = aw_is_error(text) ? "a coroutine was never awaited" : aw_as_string(text);
        aw__note_mistake(AW__NEVER_AWAITED, warning, aw_none(), aw_none());
        aw__warn(warning, aw__from_object(self));
    }
}

/* As a coroutine's: see aw__coroutine_destroy. */
void aw__operation_destroy(aw__object *object) {
    aw__operation *self = (aw__operation *)(void *)object;
    aw__coroutine *running = aw__running;
    aw__running = NULL;
    object->references = 1;
    if (!self->started && !self->ended) {
        warn(self);
    } else if (!self->ended) {
        aw__runs_at_its_end(self);
        AW_SCOPE {
            aw_value error = aw__own(aw__operation_close(aw__from_object(self)));
            if (aw_is_error(error)) aw__unraisable(error, aw__from_object(self));
        }
    }
    aw__running = running;
    if (--object->references) return;
    let_go(self);
    aw__object_free(self, sizeof *self);
}

aw_value aw__operation_repr(aw_value self) {
    return aw_format("<coroutine object %s at 0x%llx>", class_of(operation_in(self))->qualname, (unsigned long long)(uintptr_t)aw__object_of(self));
}
