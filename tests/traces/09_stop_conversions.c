/* StopIteration, StopAsyncIteration and GeneratorExit raised inside coroutines and both kinds of generators. */
#include "program.h"

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    if (aw_is_error(result)) {
        aw_value e = aw_caught(result);
        printf(" cause %s suppress %s", aw_repr(aw_exception_cause(e)), aw_exception_suppress_context(e) ? "True" : "False");
    }
    printf("\n");
}

/* A subclass of StopIteration. */
static const aw_kind si = {"SI", AW_STOP_ITERATION};

AW_ASYNC(coro, (aw_value, x)) { return aw_raise_exception(x); }

AW_GENERATOR(gen, (aw_value, x)) { return aw_raise_exception(x); }

AW_ASYNC_GENERATOR(agen, (aw_value, x)) { return aw_raise_exception(x); }

/* An iterator whose __next__ raises. */
struct raises {
    aw_value x;
};
static aw_value raises_self(void *self) { return aw_object_of(self); }
static aw_value raises_next(void *self) { return aw_raise_exception(((struct raises *)self)->x); }
static const aw_object_type raises_type = {.name = "Raises", .await = raises_self, .iter = raises_self, .next = raises_next};
static aw_value raises_new(aw_value x) {
    aw_value object = AW_TRY(aw_object_new(&raises_type, sizeof(struct raises)));
    AW_TRY(aw_object_hold(object, x));
    ((struct raises *)aw_object_data(object, &raises_type))->x = x;
    return object;
}

AW_ASYNC(awaiter, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) {
        return AW_TUPLE(aw_string("caught"), aw_string(aw_type_name(e)), aw_exception_args(e));
    }
    return AW_TUPLE(aw_string("value"), r);
}

AW_ASYNC(catches) {
    aw_value r = aw_raise(AW_STOP_ITERATION, "inside");
    AW_EXCEPT(r, AW_STOP_ITERATION, e) { return aw_string(aw_repr(e)); }
    return r;
}

AW_GENERATOR(nothing) { return aw_none(); }

AW_ASYNC(leak) { return aw_next(nothing()); }

static void show_for(const char *what, aw_value x, aw_value coroutine) {
    aw_value label = aw_format("%s %s", what, aw_repr(x));
    show(aw_as_string(label), aw_send(coroutine, aw_none()));
}

PROGRAM {
    aw_value sub = aw_string("sub");
    aw_value exceptions[] = {
        aw_exception(AW_STOP_ITERATION, "v"),        aw_exception_of(&si, 1, &sub),
        aw_exception(AW_STOP_ASYNC_ITERATION, "a"), aw_exception(AW_GENERATOR_EXIT, "g"),
        aw_exception(AW_VALUE_ERROR, "n"),
    };
    for (int i = 0; i < 5; i++) {
        aw_value x = exceptions[i];
        show_for("coroutine  ", x, coro(x));
        show_for("generator  ", x, gen(x));
        show_for("asyncgen   ", x, aw_anext(agen(x)));
        show_for("types.coro ", x, gen(x)); /* a coroutine may await every generator */
    }
    for (int i = 0; i < 5; i++) {
        aw_value x = exceptions[i];
        show_for("await coroutine", x, awaiter(coro(x)));
        show_for("await iterator ", x, awaiter(raises_new(x)));
    }
    show("caught inside", aw_send(catches(), aw_none()));
    show("leaked from next()", aw_send(leak(), aw_none()));
}
