/* throw() in each state of a coroutine: caught and yielding again, caught and returning, not started, closed. */
#include "program.h"

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    if (aw_is_error(result)) {
        aw_value e = aw_caught(result);
        printf(" ctx %s cause %s", aw_repr(aw_exception_context(e)), aw_repr(aw_exception_cause(e)));
    }
    printf("\n");
}

static aw_value started(aw_value coroutine) {
    AW_TRY(aw_send(coroutine, aw_none()));
    return coroutine;
}

static aw_value with(const aw_kind *kind, const char *message) { return aw_exception(kind, "%s", message); }

/* try … except ValueError; the `finally` around it is in body(). */
static aw_value guarded(aw_value log) {
    aw_append(log, aw_string("start"));
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_VALUE_ERROR, e) {
        aw_append(log, aw_format("caught %s", aw_str(e)));
        aw_value sent = AW_AWAIT(y(aw_string("from handler")));
        aw_append(log, aw_format("handler got %s", aw_repr(sent)));
        return aw_string("handled");
    }
    AW_TRY(r);
    aw_append(log, aw_string("resumed"));
    return aw_none();
}

AW_ASYNC(body, (aw_value, log)) {
    aw_value result = guarded(log);
    AW_FINALLY(result) { aw_append(log, aw_string("finally")); }
    return result;
}

static void state_and_log(aw_value c, aw_value log) { printf("%s %s\n", aw_coroutine_state_name(c), aw_repr(log)); }

static void throw_into_body(void) {
    aw_value log = aw_list_of(0, NULL), c = body(log);
    show("throw unstarted", aw_throw(c, with(AW_VALUE_ERROR, "a")));
    state_and_log(c, log);
    show("throw closed", aw_throw(c, with(AW_VALUE_ERROR, "b")));
    show("send closed", aw_send(c, aw_none()));
    show("close closed", aw_close(c));

    log = aw_list_of(0, NULL), c = started(body(log));
    show("throw suspended", aw_throw(c, with(AW_VALUE_ERROR, "c")));
    state_and_log(c, log);
    show("send", aw_send(c, aw_string("v")));
    state_and_log(c, log);

    log = aw_list_of(0, NULL), c = started(body(log));
    show("throw uncaught", aw_throw(c, with(AW_KEY_ERROR, "d")));
    state_and_log(c, log);
}

AW_ASYNC(swallow) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_KEY_ERROR) { return aw_string("swallowed"); }
    AW_TRY(r);
    return aw_none();
}

static void throw_into_swallow(void) {
    show("throw caught returns", aw_throw(started(swallow()), aw_kind_value(AW_KEY_ERROR)));
    aw_value c = started(swallow());
    show("throw GeneratorExit", aw_throw(c, aw_kind_value(AW_GENERATOR_EXIT)));
    printf("%s\n", aw_coroutine_state_name(c));
    show("throw StopIteration unstarted", aw_throw(swallow(), with(AW_STOP_ITERATION, "s")));
    show("throw StopAsyncIteration unstarted", aw_throw(swallow(), with(AW_STOP_ASYNC_ITERATION, "s")));
    show("throw StopIteration into generator awaitable", aw_throw(started(swallow()), with(AW_STOP_ITERATION, "s")));
}

/* An awaitable that yields 'w' for ever, and has neither send() nor throw(). */
static aw_value it_self(void *self) { return aw_object_of(self); }
static aw_value it_next(void *self) {
    (void)self;
    return aw_string("w");
}
static const aw_object_type it_type = {.name = "It", .await = it_self, .iter = it_self, .next = it_next};

AW_ASYNC(on_it_caught) {
    aw_value r = aw_await(aw_object_new(&it_type, 0));
    AW_EXCEPT(r, AW_STOP_ITERATION, e) { return aw_format("caught %s", aw_repr(e)); }
    AW_TRY(r);
    return aw_none();
}

AW_ASYNC(on_it) {
    AW_AWAIT(aw_object_new(&it_type, 0));
    return aw_none();
}

AW_GENERATOR(two_numbers) {
    AW_YIELD(aw_int(0));
    AW_YIELD(aw_int(1));
    return aw_none();
}

static void throw_into_finished_generator(void) {
    aw_value g = two_numbers();
    while (!aw_is_error(aw_next(g))) continue;
    show("finished generator send", aw_send(g, aw_none()));
    show("finished generator throw", aw_throw(g, with(AW_KEY_ERROR, "kept")));
    show("finished generator close", aw_close(g));
}

PROGRAM {
    throw_into_body();
    throw_into_swallow();
    show("throw StopIteration caught", aw_throw(started(on_it_caught()), with(AW_STOP_ITERATION, "s")));
    show("throw StopIteration uncaught", aw_throw(started(on_it()), with(AW_STOP_ITERATION, "s")));
    throw_into_finished_generator();
}
