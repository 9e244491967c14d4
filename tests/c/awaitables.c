/* The coroutines, generators and custom awaitables that most tests use. */
#include "awaitables.h"

#include "check.h"

AW_ASYNC(f, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }
AW_ASYNC(ret, (aw_value, value)) { return value; }
AW_ASYNC(raises, (aw_value, exception)) { return aw_raise_exception(exception); }
AW_GENERATOR(y, (aw_value, value)) { return AW_YIELD(value); }

static aw_value it_follow(it_data *it) {
    if (it->at == aw_length(it->script)) return aw_stop(aw_string("end"));
    aw_value item = aw_item(it->script, it->at++);
    return aw_type_of(item) == AW_TYPE_EXCEPTION ? aw_raise_exception(item) : item;
}

aw_value it_await(void *self) { return aw_object_of(self); }

aw_value it_next(void *self) {
    LOG("next");
    return it_follow(self);
}

aw_value it_send(void *self, aw_value value) {
    LOG("send(%s)", aw_repr(value));
    return it_follow(self);
}

aw_value it_throw(void *self, size_t count, const aw_value *arguments) {
    const char *text = aw_repr(aw_tuple_of(count, arguments));
    LOG("throw%s", text);
    return it_follow(self);
}

aw_value it_close(void *self) {
    (void)self;
    LOG("close");
    return aw_none();
}

const aw_object_type It = {.name = "It", .await = it_await, .next = it_next};
const aw_object_type ItS = {.name = "ItS", .await = it_await, .next = it_next, .send = it_send};
const aw_object_type ItT = {.name = "ItT", .await = it_await, .next = it_next, .send = it_send, .throw_into = it_throw};
const aw_object_type ItC = {
    .name = "ItC", .await = it_await, .next = it_next, .send = it_send, .throw_into = it_throw, .close = it_close};

aw_value it_new(const aw_object_type *type, aw_value script) {
    aw_value object = aw_object_new(type, sizeof(it_data));
    if (aw_is_error(object)) return object;
    ((it_data *)aw_object_data(object, type))->script = script;
    AW_TRY(aw_object_hold(object, script));
    return object;
}

typedef struct a_data {
    aw_value awaited;
} a_data;
static aw_value a_await(void *self) {
    aw_value awaited = ((a_data *)self)->awaited;
    return aw_type_of(awaited) == AW_TYPE_EXCEPTION ? aw_raise_exception(awaited) : awaited;
}
static const aw_object_type a_type = {.name = "A", .await = a_await};

aw_value a_new(aw_value awaited) {
    aw_value object = aw_object_new(&a_type, sizeof(a_data));
    if (aw_is_error(object)) return object;
    ((a_data *)aw_object_data(object, &a_type))->awaited = awaited;
    AW_TRY(aw_object_hold(object, awaited));
    return object;
}

static void tracked_fini(void *self) {
    (void)self;
    LOG("gone");
}
static const aw_object_type tracked_type = {.name = "Tracked", .fini = tracked_fini};

aw_value tracked_new(void) { return aw_object_new(&tracked_type, 1); }
