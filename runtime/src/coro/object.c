/* Objects of the program's own types, and calling their methods. */
#include "object.h"

#include "async_generator.h"

/* -- objects -- */

aw_value aw_object_new(const aw_object_type *type, size_t size) {
    aw__user_object *object = aw__object_new(AW_TYPE_OBJECT, sizeof *object + size);
    if (object) {
        object->type = type;
        object->size = (uint32_t)size;
    }
    return aw__fresh(object);
}

void *aw_object_data(aw_value object, const aw_object_type *type) {
    bool of_type = aw__has_type(object, AW_TYPE_OBJECT) && aw__user_object_in(object)->type == type;
    return of_type ? aw__user_object_in(object)->data : NULL;
}

aw_value aw_object_of(void *data) { return aw__from_object((char *)data - offsetof(aw__user_object, data)); }

aw_value aw_object_hold(aw_value object, aw_value value) {
    AW_TRY(object);
    AW_TRY(value);
    if (!aw__has_type(object, AW_TYPE_OBJECT)) return aw_raise(AW_TYPE_ERROR, "an object was expected, not %s", aw_type_name(object));
    aw__writes(aw__object_of(object));
    aw__context holder = {.pool = aw__user_object_in(object)->held};
    value = aw__own_in(&holder, aw__retain(value));
    aw__user_object_in(object)->held = holder.pool;
    return aw_is_error(value) ? value : aw_none();
}

void aw__user_object_destroy(aw__object *base) {
    aw__user_object *object = (aw__user_object *)(void *)base;
    base->references = 1;
    if (object->type->fini) {
        aw__runs_at_its_end(object);
        aw__user_fini(object);
    }
    if (--base->references) return;
    aw__pool_fini(&object->held);
    aw__object_free(object, sizeof *object + object->size);
}

aw_value aw_stop(aw_value value) {
    AW_TRY(value);
    return aw_raise_exception(aw_exception_of(AW_STOP_ITERATION, aw_is_none(value) ? 0 : 1, &value));
}

/* -- methods. The build knows these functions by name: what they call never suspends the coroutine below them. -- */

#define CALL(expression)                                                                                      \
    aw__coroutine *running = aw__running;                                                                     \
    aw__running = NULL;                                                                                       \
    aw_value result = aw_none();                                                                              \
    AW_SCOPE { /* the method may drop the last reference to its object */                                     \
        aw__own(aw__retain(object));                                                                          \
        result = aw_keep(expression);                                                                         \
    }                                                                                                         \
    aw__running = running;                                                                                    \
    return result

__attribute__((noinline)) aw_value aw__user_await(aw_value object) {
    CALL(aw__user_object_in(object)->type->await(aw__user_object_in(object)->data));
}
__attribute__((noinline)) aw_value aw__user_iter(aw_value object) {
    CALL(aw__user_object_in(object)->type->iter(aw__user_object_in(object)->data));
}
__attribute__((noinline)) aw_value aw__user_next(aw_value object) {
    CALL(aw__user_object_in(object)->type->next(aw__user_object_in(object)->data));
}
__attribute__((noinline)) aw_value aw__user_send(aw_value object, aw_value value) {
    CALL(aw__user_object_in(object)->type->send(aw__user_object_in(object)->data, value));
}
__attribute__((noinline)) aw_value aw__user_throw(aw_value object, size_t count, const aw_value *arguments) {
    CALL(aw__user_object_in(object)->type->throw_into(aw__user_object_in(object)->data, count, arguments));
}
__attribute__((noinline)) aw_value aw__user_close(aw_value object) {
    CALL(aw__user_object_in(object)->type->close(aw__user_object_in(object)->data));
}
__attribute__((noinline)) aw_value aw__user_aenter(aw_value object) {
    CALL(aw__user_object_in(object)->type->aenter(aw__user_object_in(object)->data));
}
__attribute__((noinline)) aw_value aw__user_aexit(aw_value object, aw_value exception) {
    CALL(aw__user_object_in(object)->type->aexit(aw__user_object_in(object)->data, exception));
}
__attribute__((noinline)) aw_value aw__user_aiter(aw_value object) {
    CALL(aw__user_object_in(object)->type->aiter(aw__user_object_in(object)->data));
}
__attribute__((noinline)) aw_value aw__user_anext(aw_value object) {
    CALL(aw__user_object_in(object)->type->anext(aw__user_object_in(object)->data));
}
__attribute__((noinline)) aw_value aw__user_repr(aw_value object) {
    if (!aw__has_type(object, AW_TYPE_OBJECT) || !aw__user_object_in(object)->type->repr) return aw_none();
    CALL(aw__user_object_in(object)->type->repr(aw__user_object_in(object)->data));
}
__attribute__((noinline)) aw_value aw__user_str(aw_value object) {
    if (!aw__has_type(object, AW_TYPE_OBJECT) || !aw__user_object_in(object)->type->str) return aw_none();
    CALL(aw__user_object_in(object)->type->str(aw__user_object_in(object)->data));
}
__attribute__((noinline)) void aw__user_fini(aw__user_object *object) {
    aw__coroutine *running = aw__running;
    aw__running = NULL;
    AW_SCOPE { object->type->fini(object->data); }
    aw__running = running;
}

bool aw__can_await(aw_value object) { return aw__user_object_in(object)->type->await != NULL; }

bool aw__is_iterator(aw_value value) {
    aw_type type = aw_type_of(value);
    if (type == AW_TYPE_OBJECT) return aw__user_object_in(value)->type->next != NULL;
    if (type == AW_TYPE_AWAITABLE) return aw__is_step(value);
    return type == AW_TYPE_GENERATOR || type == AW_TYPE_WRAPPER;
}
