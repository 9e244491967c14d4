/* What a coroutine may await besides coroutines, and how it is stepped on the coroutine's behalf. */
#include "object.h"

#include "coroutine.h"
#include "native.h"

bool aw__is_suspension(aw_value delegate) {
    return aw_is_none(delegate) || aw_type_of(delegate) == AW_TYPE_SUSPEND;
}

aw__coroutine *aw__drivable_inside(aw_value value) {
    if (aw__has_type(value, AW_TYPE_WRAPPER)) value = ((aw__wrapper *)(void *)aw__object_of(value))->coroutine;
    return aw__is_coroutine(value) || aw__is_generator(value) ? aw__coroutine_in(value) : NULL;
}

/* What an object's method returned, as the outcome of a step. */
static aw_step outcome(aw_value result, aw_value *out) {
    if (!aw_is_error(result)) {
        *out = aw__retain(result);
        return AW_STEP_NEXT;
    }
    bool stopped = aw_matches(result, AW_STOP_ITERATION);
    *out = aw__retain(stopped ? aw_stop_value(result) : result);
    return stopped ? AW_STEP_RETURN : AW_STEP_ERROR;
}

static aw_value no_method(aw_value object, const char *method) {
    return aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'", aw_type_name(object), method);
}

static aw_step step_object(aw_value object, aw_value value, aw_value *out) {
    if (aw_is_none(value)) return outcome(aw__user_next(object), out);
    if (!aw__user_object_in(object)->type->send) return outcome(no_method(object, "send"), out);
    return outcome(aw__user_send(object, value), out);
}

/* -- what the runtime itself makes. The build knows these by name: what they call never suspends the coroutine below them. -- */

static __attribute__((noinline)) aw_step native_send(const aw__awaitable_class *class, aw_value self, aw_value value, aw_value *out) {
    return class->send(self, value, out);
}

static __attribute__((noinline)) aw_step native_throw(const aw__awaitable_class *class, aw_value self, size_t count, const aw_value *arguments,
                                                      aw_value *out) {
    return class->throw_into(self, count, arguments, out);
}

static __attribute__((noinline)) aw_value native_close(const aw__awaitable_class *class, aw_value self) { return class->close(self); }

/* -- anything that has steps -- */

bool aw__is_drivable(aw_value value) { return aw__drivable(value) || aw__awaitable_class_of(value); }

aw_step aw__any_send(aw_value drivable, aw_value value, aw_value *out) {
    aw__coroutine *coroutine = aw__drivable(drivable);
    if (coroutine) return aw__send(coroutine, value, out);
    const aw__awaitable_class *class = aw__awaitable_class_of(drivable);
    return class ? native_send(class, drivable, value, out) : step_object(drivable, value, out);
}

aw_step aw__any_throw(aw_value drivable, size_t count, const aw_value *arguments, aw_value *out) {
    aw__coroutine *coroutine = aw__drivable(drivable);
    if (coroutine) return aw__throw(coroutine, count, arguments, out);
    const aw__awaitable_class *class = aw__awaitable_class_of(drivable);
    return class ? native_throw(class, drivable, count, arguments, out) : outcome(aw__user_throw(drivable, count, arguments), out);
}

aw_value aw__any_close(aw_value drivable) {
    aw__coroutine *coroutine = aw__drivable(drivable);
    if (coroutine) return aw__close(coroutine, false);
    const aw__awaitable_class *class = aw__awaitable_class_of(drivable);
    if (class) return native_close(class, drivable);
    aw_value result = aw__user_close(drivable);
    return aw_is_error(result) ? aw__retain(result) : aw_none();
}

/* What the step makes on the way is let go when it ends: a coroutine may go through millions of them. */
aw_step aw__delegate_send(aw__coroutine *self, aw_value value, aw_value *out) {
    aw__context *current = aw__current;
    aw_value delegate = self->delegate;
    aw_step step = AW_STEP_ERROR;
    aw__current = &self->context;
    AW_SCOPE {
        aw__own(aw__retain(value));
        step = aw__any_send(delegate, value, out);
    }
    aw__current = current;
    return step;
}

static bool has_method(aw_value delegate, bool throws) {
    if (aw_type_of(delegate) != AW_TYPE_OBJECT) return true;
    const aw_object_type *type = aw__user_object_in(delegate)->type;
    return throws ? type->throw_into != NULL : type->close != NULL;
}

bool aw__delegate_throw(aw_value delegate, size_t count, const aw_value *arguments, aw_step *out_step, aw_value *out) {
    if (!has_method(delegate, true)) return false;
    AW_SCOPE { *out_step = aw__any_throw(delegate, count, arguments, out); }
    return true;
}

aw_value aw__delegate_close(aw_value delegate) {
    aw_value error = aw_none();
    if (!has_method(delegate, false)) return error;
    AW_SCOPE { error = aw__any_close(delegate); }
    return error;
}
