/* aiter, anext, async for and aclosing: over asynchronous generators, objects of the program and what the host has. */
#include "async_generator.h"
#include "each.h"
#include "object.h"
#include "runtime_async.h"

/* What __aiter__() gives, or an error; *out_has is false where there is no such method. */
static aw_value call_aiter(aw_value value, bool *out_has) {
    *out_has = true;
    if (aw__is_async_generator(value)) return value;
    if (aw_type_of(value) == AW_TYPE_OBJECT && aw__user_object_in(value)->type->aiter) return aw__user_aiter(value);
    aw_value iterator = aw_type_of(value) == AW_TYPE_JS ? aw__port_aiter(value) : aw_none();
    *out_has = !aw_is_none(iterator);
    return iterator;
}

static bool has_anext(aw_value value) {
    if (aw_type_of(value) == AW_TYPE_OBJECT) return aw__user_object_in(value)->type->anext != NULL;
    return aw__is_async_generator(value);
}

static aw_value call_anext(aw_value iterator) {
    return aw__is_async_generator(iterator) ? aw_asend(iterator, aw_none()) : aw__user_anext(iterator);
}

/* -- in the words of aiter() and anext() -- */

static void builtin_aiter(void *argument) {
    aw_value *value = argument;
    bool has;
    aw_value iterator = call_aiter(*value, &has);
    if (!has) iterator = aw_raise(AW_TYPE_ERROR, "'%s' object is not an async iterable", aw_type_name(*value));
    else if (!aw_is_error(iterator) && !has_anext(iterator))
        iterator = aw_raise(AW_TYPE_ERROR, "aiter() returned not an async iterator of type '%s'", aw_type_name(iterator));
    *value = iterator;
}

static void builtin_anext(void *argument) {
    aw_value *value = argument;
    if (has_anext(*value)) *value = call_anext(*value);
    else *value = aw_raise(AW_TYPE_ERROR, "'%s' object is not an async iterator", aw_type_name(*value));
}

/* -- in the words of the statement -- */

static void statement_aiter(void *argument) {
    aw_value *value = argument;
    bool has;
    aw_value iterator = call_aiter(*value, &has);
    if (!has) iterator = aw_raise(AW_TYPE_ERROR, "'async for' requires an object with __aiter__ method, got %s", aw_type_name(*value));
    else if (!aw_is_error(iterator) && !has_anext(iterator))
        iterator = aw_raise(AW_TYPE_ERROR, "'async for' received an object from __aiter__ that does not implement __anext__: %s",
                            aw_type_name(iterator));
    *value = iterator;
}

static void statement_anext(void *argument) {
    aw_value *value = argument;
    *value = call_anext(*value);
    if (aw_is_error(*value) || aw__is_awaitable(*value)) return;
    const char *name = aw_type_name(*value);
    aw_value cause = aw_raise(AW_TYPE_ERROR, "object %s can't be used in 'await' expression", name);
    aw_value exception = aw_exception(AW_TYPE_ERROR, "'async for' received an invalid object from __anext__: %s", name);
    AW_FINALLY(cause) *value = aw_raise_from(exception, aw_caught(cause));
}

static aw_value serve(void (*function)(void *), aw_value value) {
    if (aw_is_error(value)) return value;
    aw__on_main_stack(function, &value);
    return value;
}

aw_value aw_aiter(aw_value value) { return serve(builtin_aiter, value); }
aw_value aw_anext(aw_value iterator) { return serve(builtin_anext, iterator); }

aw__each aw__async_for_begin(aw_value iterable, uint32_t mark) { return aw__each_over(iterable, serve(statement_aiter, iterable), mark); }

aw_value aw__async_for_next(const aw__each *each) { return serve(statement_anext, each->iterator); }

bool aw__async_for_item(aw__each *each, aw_value *out_item, aw_value awaited) {
    *out_item = awaited;
    return !aw_is_error(awaited) || aw_is_error(each->iterator) || !aw_matches(awaited, AW_STOP_ASYNC_ITERATION);
}

/* -- aclosing -- */

typedef struct closing {
    aw_value generator;
} closing;

AW__RUNTIME_ASYNC(entered, "aclosing.__aenter__", (aw_value, generator)) { return generator; }

static aw_value closing_enter(void *self) { return entered(((closing *)self)->generator); }

static aw_value closing_exit(void *self, aw_value exception) {
    (void)exception;
    return aw_aclose(((closing *)self)->generator);
}

static const aw_object_type closing_type = {.name = "aclosing", .aenter = closing_enter, .aexit = closing_exit};

aw_value aw_aclosing(aw_value generator) {
    AW_TRY(generator);
    aw_value made = AW_TRY(aw_object_new(&closing_type, sizeof(closing)));
    ((closing *)aw_object_data(made, &closing_type))->generator = generator;
    AW_TRY(aw_object_hold(made, generator));
    return made;
}
