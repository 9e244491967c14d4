/* What a coroutine may await besides coroutines, and how it is stepped on the coroutine's behalf. */
#include "object.h"

#include "coroutine.h"

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

/* What the step makes on the way is let go when it ends: a coroutine may go through millions of them. */
aw_step aw__delegate_send(aw__coroutine *self, aw_value value, aw_value *out) {
    aw__context *current = aw__current;
    aw_value delegate = self->delegate;
    aw_step step = AW_STEP_ERROR;
    aw__current = &self->context;
    AW_SCOPE {
        aw__coroutine *inner = aw__drivable(delegate);
        aw__own(aw__retain(value));
        step = inner ? aw__send(inner, value, out) : step_object(delegate, value, out);
    }
    aw__current = current;
    return step;
}

bool aw__delegate_throw(aw_value delegate, size_t count, const aw_value *arguments, aw_step *out_step, aw_value *out) {
    aw__coroutine *inner = aw__drivable(delegate);
    if (!inner && !aw__user_object_in(delegate)->type->throw_into) return false;
    AW_SCOPE {
        if (inner) *out_step = aw__throw(inner, count, arguments, out);
        else *out_step = outcome(aw__user_throw(delegate, count, arguments), out);
    }
    return true;
}

aw_value aw__delegate_close(aw_value delegate) {
    aw__coroutine *inner = aw__drivable(delegate);
    aw_value error = aw_none();
    AW_SCOPE {
        if (inner) {
            error = aw__close(inner, false);
        } else if (aw__user_object_in(delegate)->type->close) {
            aw_value result = aw__user_close(delegate);
            error = aw_is_error(result) ? aw__retain(result) : aw_none();
        }
    }
    return error;
}
