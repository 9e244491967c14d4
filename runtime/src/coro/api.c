/* Driving by hand: send, throw, close, next, iter and __await__, as the program calls them. */
#include "object.h"

#include "coroutine.h"
#include "native.h"

static aw_value no_attribute(aw_value value, const char *method) {
    if (aw_is_error(value)) return value;
    return aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'", aw_type_name(value), method);
}

/* A call from inside a coroutine goes on on the main stack: what it drives may need more than the caller's own stack has. */
typedef struct request {
    aw_value value;
    size_t count;
    const aw_value *arguments;
    aw_value result;
    aw_step step;
} request;

/* Coroutines record it themselves. */
static inline void record(aw_value driven) {
    if (aw__has_type(driven, AW_TYPE_AWAITABLE)) aw__writes(aw__object_of(driven));
}

static inline void serve(void (*function)(void *), request *r) {
    record(r->value);
    if (aw__active) aw__on_main_stack(function, r);
    else function(r);
}

static void iter_send(void *argument) {
    request *r = argument;
    bool drivable = aw__is_drivable(r->value);
    if (drivable && !aw_is_error(r->arguments[0])) {
        r->step = aw__any_send(r->value, r->arguments[0], &r->result);
        r->result = aw__own(r->result);
        return;
    }
    r->step = AW_STEP_ERROR;
    r->result = drivable ? r->arguments[0] : no_attribute(r->value, "send");
}

/* What is rare stands apart, so that the quick way has no frame for it. */
static __attribute__((noinline)) aw_step iter_send_elsewhere(aw_value value, aw_value sent, aw_value *out_result) {
    request r = {.value = value, .count = 1, .arguments = &sent};
    serve(iter_send, &r);
    *out_result = r.result;
    return aw_is_error(r.result) ? AW_STEP_ERROR : r.step;
}

aw_step aw_iter_send(aw_value value, aw_value sent, aw_value *out_result) {
    aw__coroutine *coroutine = aw__active || aw_is_error(sent) ? NULL : aw__drivable(value);
    if (coroutine) { /* the quick way, outside every coroutine */
        aw_step step = aw__send(coroutine, sent, out_result);
        if (!aw__is_object(*out_result)) return step;
        *out_result = aw__own(*out_result);
        return aw_is_error(*out_result) ? AW_STEP_ERROR : step;
    }
    return iter_send_elsewhere(value, sent, out_result);
}

static void send(void *argument) {
    request *r = argument;
    if (aw__is_drivable(r->value)) {
        iter_send(r);
        if (r->step == AW_STEP_RETURN && !aw_is_error(r->result)) r->result = aw_stop(r->result);
    } else if (aw_type_of(r->value) != AW_TYPE_OBJECT || !aw__user_object_in(r->value)->type->send) {
        r->result = no_attribute(r->value, "send");
    } else {
        r->result = aw_is_error(r->arguments[0]) ? r->arguments[0] : aw__user_send(r->value, r->arguments[0]);
    }
}

static __attribute__((noinline)) aw_value send_elsewhere(aw_value value, aw_value sent) {
    request r = {.value = value, .count = 1, .arguments = &sent};
    serve(send, &r);
    return r.result;
}

aw_value aw_send(aw_value value, aw_value sent) {
    aw__coroutine *coroutine = aw__active || aw_is_error(sent) ? NULL : aw__drivable(value);
    if (!coroutine) return send_elsewhere(value, sent);
    aw_value result;
    aw_step step = aw__send(coroutine, sent, &result);
    if (aw__is_object(result)) result = aw__own(result);
    return step == AW_STEP_RETURN && !aw_is_error(result) ? aw_stop(result) : result;
}

aw_value aw_throw(aw_value value, aw_value exception) { return aw_throw_args(value, 1, &exception); }

static void throw_args(void *argument) {
    request *r = argument;
    aw_value plain[3] = {aw_none(), aw_none(), aw_none()};
    for (size_t i = 0; i < r->count; i++) plain[i] = aw_caught(r->arguments[i]);
    if (aw__is_drivable(r->value)) {
        aw_step step = aw__any_throw(r->value, r->count, plain, &r->result);
        r->result = aw__own(r->result);
        if (step == AW_STEP_RETURN && !aw_is_error(r->result)) r->result = aw_stop(r->result);
    } else if (aw_type_of(r->value) != AW_TYPE_OBJECT || !aw__user_object_in(r->value)->type->throw_into) {
        r->result = no_attribute(r->value, "throw");
    } else {
        r->result = aw__user_throw(r->value, r->count, plain);
    }
}

aw_value aw_throw_args(aw_value value, size_t count, const aw_value *arguments) {
    if (count < 1) return aw_raise(AW_TYPE_ERROR, "throw expected at least 1 argument, got 0");
    if (count > 3) return aw_raise(AW_TYPE_ERROR, "throw expected at most 3 arguments, got %zu", count);
    for (size_t i = 1; i < count; i++) AW_TRY(arguments[i]);
    request r = {.value = value, .count = count, .arguments = arguments};
    record(value);
    aw__on_main_stack(throw_args, &r);
    return r.result;
}

static void close(void *argument) {
    request *r = argument;
    if (aw__is_drivable(r->value)) {
        r->result = aw__own(aw__any_close(r->value));
    } else if (aw_type_of(r->value) != AW_TYPE_OBJECT || !aw__user_object_in(r->value)->type->close) {
        r->result = no_attribute(r->value, "close");
    } else {
        aw_value result = aw__user_close(r->value);
        r->result = aw_is_error(result) ? result : aw_none();
    }
}

aw_value aw_close(aw_value value) {
    request r = {.value = value};
    record(value);
    aw__on_main_stack(close, &r);
    return r.result;
}

static void next(void *argument) {
    request *r = argument;
    r->result = aw__user_next(r->value);
}

aw_value aw_next(aw_value iterator) {
    if (aw_is_error(iterator)) return iterator;
    if (!aw__is_iterator(iterator)) return aw_raise(AW_TYPE_ERROR, "'%s' object is not an iterator", aw_type_name(iterator));
    aw_value none = aw_none();
    request r = {.value = iterator, .count = 1, .arguments = &none};
    record(iterator);
    aw__on_main_stack(aw_type_of(iterator) == AW_TYPE_OBJECT ? next : send, &r);
    return r.result;
}

static void iter(void *argument) {
    request *r = argument;
    r->result = aw__user_iter(r->value);
}

static void await_object(void *argument) {
    request *r = argument;
    r->result = aw__user_await(r->value);
}

aw_value aw_iter(aw_value value) {
    if (aw_is_error(value)) return value;
    if (aw_type_of(value) == AW_TYPE_OBJECT && aw__user_object_in(value)->type->iter) {
        request r = {.value = value};
        aw__on_main_stack(iter, &r);
        if (aw_is_error(r.result) || aw__is_iterator(r.result)) return r.result;
        return aw_raise(AW_TYPE_ERROR, "iter() returned non-iterator of type '%s'", aw_type_name(r.result));
    }
    if (aw_type_of(value) != AW_TYPE_OBJECT && aw__is_iterator(value)) return value;
    return aw_raise(AW_TYPE_ERROR, "'%s' object is not iterable", aw_type_name(value));
}

aw_value aw_await_iter(aw_value value) {
    if (aw__is_coroutine(value)) {
        aw__wrapper *wrapper = aw__object_new(AW_TYPE_WRAPPER, sizeof *wrapper);
        if (wrapper) wrapper->coroutine = aw__retain(value);
        return aw__fresh(wrapper);
    }
    if (aw_type_of(value) == AW_TYPE_OBJECT && aw__can_await(value)) {
        request r = {.value = value};
        aw__on_main_stack(await_object, &r);
        return r.result;
    }
    if (aw_type_of(value) == AW_TYPE_AWAITABLE && aw__is_iterator(value)) return value;
    return no_attribute(value, "__await__");
}

void aw__wrapper_destroy(aw__object *object) {
    aw__release(((aw__wrapper *)(void *)object)->coroutine);
    aw__object_free(object, sizeof(aw__wrapper));
}
