/* anext(iterator, value): what the iterator's own __anext__() gave is driven, and StopAsyncIteration is turned into the value. After anext_awaitable in
 * CPython's iterobject.c. */
#include "async_generator.h"
#include "object.h"
#include "runtime_async.h"

typedef struct anext_awaitable {
    aw__classed base;
    aw_value wrapped, value; /* with references */
} anext_awaitable;

static anext_awaitable *anext_in(aw_value self) { return (anext_awaitable *)(void *)aw__object_of(self); }

/* What has a send, throw and close; an error. In the caller's scope. */
static aw_value iterator_of(aw_value wrapped) {
    if (aw__is_drivable(wrapped)) return wrapped;
    if (!aw__is_awaitable(wrapped)) return aw_raise(AW_TYPE_ERROR, "object %s can't be used in 'await' expression", aw_type_name(wrapped));
    aw_value iterator = aw__user_await(wrapped);
    if (aw_is_error(iterator) || aw__is_iterator(iterator) || aw__is_drivable(iterator)) return iterator;
    return aw_raise(AW_TYPE_ERROR, "__await__() returned non-iterator of type '%s'", aw_type_name(iterator));
}

static aw_value without(aw_value iterator, const char *method, bool throws) {
    if (aw_is_error(iterator) || aw_type_of(iterator) != AW_TYPE_OBJECT) return iterator;
    const aw_object_type *type = aw__user_object_in(iterator)->type;
    if (throws ? type->throw_into != NULL : type->close != NULL) return iterator;
    return aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'", aw_type_name(iterator), method);
}

static aw_step or_value(anext_awaitable *self, aw_step step, aw_value *out) {
    if (step != AW_STEP_ERROR || !aw_matches(*out, AW_STOP_ASYNC_ITERATION)) return step;
    aw__release(*out);
    *out = aw__retain(self->value);
    return AW_STEP_RETURN;
}

static aw_step anext_send(aw_value self, aw_value value, aw_value *out) {
    aw_step step = AW_STEP_ERROR;
    aw__retain(self);
    AW_SCOPE {
        aw_value iterator = iterator_of(anext_in(self)->wrapped);
        if (aw_is_error(iterator)) *out = aw__retain(iterator);
        else step = aw__any_send(iterator, value, out);
    }
    step = or_value(anext_in(self), step, out);
    aw__release(self);
    return step;
}

static aw_step anext_throw(aw_value self, size_t count, const aw_value *arguments, aw_value *out) {
    aw_step step = AW_STEP_ERROR;
    aw__retain(self);
    AW_SCOPE {
        aw_value iterator = without(iterator_of(anext_in(self)->wrapped), "throw", true);
        if (aw_is_error(iterator)) *out = aw__retain(iterator);
        else step = aw__any_throw(iterator, count, arguments, out);
    }
    step = or_value(anext_in(self), step, out);
    aw__release(self);
    return step;
}

static aw_value anext_close(aw_value self) {
    aw_value error = aw_none();
    aw__retain(self);
    AW_SCOPE {
        aw_value iterator = without(iterator_of(anext_in(self)->wrapped), "close", false);
        error = aw_is_error(iterator) ? aw__retain(iterator) : aw__any_close(iterator);
    }
    aw__release(self);
    return error;
}

static void destroy(aw__object *object) {
    anext_awaitable *self = (anext_awaitable *)(void *)object;
    aw__release(self->wrapped);
    aw__release(self->value);
    aw__object_free(self, sizeof *self);
}

const aw__awaitable_class aw__anext_awaitable_class = {{"anext_awaitable", destroy, NULL}, true, anext_send, anext_throw, anext_close};

/* For what can be awaited and has no steps that could be taken by hand. */
AW__RUNTIME_ASYNC(awaited, "anext", (aw_value, awaitable)) { return aw_await(awaitable); }

aw_value aw_anext_or(aw_value iterator, aw_value value) {
    AW_TRY(value);
    aw_value wrapped = AW_TRY(aw_anext(iterator));
    if (aw_type_of(wrapped) == AW_TYPE_SUSPEND || aw_type_of(wrapped) == AW_TYPE_JS) wrapped = AW_TRY(awaited(wrapped));
    anext_awaitable *made = aw__classed_new(AW_TYPE_AWAITABLE, &aw__anext_awaitable_class.class, sizeof *made);
    if (made) {
        made->wrapped = aw__retain(wrapped);
        made->value = aw__retain(value);
    }
    return aw__fresh(made);
}
