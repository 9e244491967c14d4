/* Driving by hand: send, throw, close, next, iter and __await__, as the program calls them. */
#include "object.h"

#include "coroutine.h"

static aw_value no_attribute(aw_value value, const char *method) {
    if (aw_is_error(value)) return value;
    return aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'", aw_type_name(value), method);
}

/* The end of an iteration as Python reports it. StopIteration is raised without looking at what is being handled, as CPython does it. */
static aw_value stop(aw_value value) {
    aw_value exception = aw_exception_of(AW_STOP_ITERATION, aw_is_none(value) ? 0 : 1, &value);
    return aw_is_error(exception) ? exception : aw_raise_exception(exception);
}

static aw_value hand_over(aw_step step, aw_value out) {
    aw_value value = aw__own(out);
    return step == AW_STEP_RETURN && !aw_is_error(value) ? stop(value) : value;
}

aw_step aw_iter_send(aw_value value, aw_value sent, aw_value *out_result) {
    aw__coroutine *coroutine = aw__drivable(value);
    if (!coroutine || aw_is_error(sent)) {
        *out_result = coroutine ? sent : no_attribute(value, "send");
        return AW_STEP_ERROR;
    }
    aw_step step = aw__send(coroutine, sent, out_result);
    *out_result = aw__own(*out_result);
    return aw_is_error(*out_result) ? AW_STEP_ERROR : step;
}

aw_value aw_send(aw_value value, aw_value sent) {
    aw__coroutine *coroutine = aw__drivable(value);
    if (coroutine && !aw_is_error(sent)) {
        aw_value out;
        aw_step step = aw__send(coroutine, sent, &out);
        return hand_over(step, out);
    }
    if (coroutine) return sent;
    if (aw_type_of(value) != AW_TYPE_OBJECT || !aw__user_object_in(value)->type->send) return no_attribute(value, "send");
    return aw_is_error(sent) ? sent : aw__user_send(value, sent);
}

aw_value aw_throw(aw_value value, aw_value exception) { return aw_throw_args(value, 1, &exception); }

aw_value aw_throw_args(aw_value value, size_t count, const aw_value *arguments) {
    if (count < 1) return aw_raise(AW_TYPE_ERROR, "throw expected at least 1 argument, got 0");
    if (count > 3) return aw_raise(AW_TYPE_ERROR, "throw expected at most 3 arguments, got %zu", count);
    aw_value plain[3];
    for (size_t i = 0; i < count; i++) plain[i] = aw_caught(arguments[i]);
    aw__coroutine *coroutine = aw__drivable(value);
    if (coroutine) {
        aw_value out;
        aw_step step = aw__throw(coroutine, count, plain, &out);
        return hand_over(step, out);
    }
    if (aw_type_of(value) != AW_TYPE_OBJECT || !aw__user_object_in(value)->type->throw_into) return no_attribute(value, "throw");
    return aw__user_throw(value, count, plain);
}

aw_value aw_close(aw_value value) {
    aw__coroutine *coroutine = aw__drivable(value);
    if (coroutine) return aw__own(aw__close(coroutine));
    if (aw_type_of(value) != AW_TYPE_OBJECT || !aw__user_object_in(value)->type->close) return no_attribute(value, "close");
    aw_value result = aw__user_close(value);
    return aw_is_error(result) ? result : aw_none();
}

aw_value aw_next(aw_value iterator) {
    if (aw_is_error(iterator)) return iterator;
    if (!aw__is_iterator(iterator)) return aw_raise(AW_TYPE_ERROR, "'%s' object is not an iterator", aw_type_name(iterator));
    return aw_type_of(iterator) == AW_TYPE_OBJECT ? aw__user_next(iterator) : aw_send(iterator, aw_none());
}

aw_value aw_iter(aw_value value) {
    if (aw_is_error(value)) return value;
    if (aw_type_of(value) == AW_TYPE_OBJECT && aw__user_object_in(value)->type->iter) {
        aw_value iterator = AW_TRY(aw__user_iter(value));
        if (aw__is_iterator(iterator)) return iterator;
        return aw_raise(AW_TYPE_ERROR, "iter() returned non-iterator of type '%s'", aw_type_name(iterator));
    }
    if (aw_type_of(value) == AW_TYPE_GENERATOR || aw_type_of(value) == AW_TYPE_WRAPPER) return value;
    return aw_raise(AW_TYPE_ERROR, "'%s' object is not iterable", aw_type_name(value));
}

aw_value aw_await_iter(aw_value value) {
    if (aw__is_coroutine(value)) {
        aw__wrapper *wrapper = aw__object_new(AW_TYPE_WRAPPER, sizeof *wrapper);
        if (wrapper) wrapper->coroutine = aw__retain(value);
        return aw__fresh(wrapper);
    }
    if (aw_type_of(value) == AW_TYPE_OBJECT && aw__can_await(value)) return aw__user_await(value);
    return no_attribute(value, "__await__");
}

void aw__wrapper_destroy(aw__object *object) {
    aw__release(((aw__wrapper *)(void *)object)->coroutine);
    aw__object_free(object, sizeof(aw__wrapper));
}
