/* Facts B63 to B75: asynchronous generators in unusual places. */
#include "awaitables.h"
#include "check.h"
#include "in_loop.h"

static aw_value kind(const aw_kind *of) { return aw_kind_value(of); }

static aw_value begun(aw_value generator) {
    CHECK_RETURNS("1", STEP(aw_anext(generator)));
    return generator;
}

/* try: yield 1
 * except ValueError: yield await y('w') */
AW_ASYNC_GENERATOR(handler_awaits) {
    aw_value r = aw_yield(aw_int(1));
    AW_EXCEPT(r, AW_VALUE_ERROR) { AW_YIELD(AW_AWAIT(y(aw_string("w")))); }
    return r;
}

TEST(b63_a_handler_that_awaits) {
    aw_value a = begun(handler_awaits()), x = aw_athrow(a, kind(AW_VALUE_ERROR));
    CHECK_VALUE("'w'", STEP(x));
    CHECK(aw_ag_running(a));
    CHECK_RETURNS("'val'", SEND_TEXT(x, "val"));
    CHECK(!aw_ag_running(a));
}

AW_ASYNC_GENERATOR(sleeps_between) {
    aw_value r = aw_yield(aw_int(1));
    if (!aw_is_error(r)) r = aw_await(aw_sleep(9));
    if (!aw_is_error(r)) r = aw_yield(aw_int(2));
    LOG("fin");
    return r;
}
AW_ASYNC(logs_items, (aw_value, generator)) {
    AW_ASYNC_FOR(item, generator) { LOG("%s", aw_repr(item)); }
    return aw_none();
}

TEST_IN_LOOP(b64_cancelling_in_the_generator) {
    aw_value a = sleeps_between(), t = aw_create_task(logs_items(a));
    AW_AWAIT(ticks(1));
    aw_cancel(t);
    AW_AWAIT(ticks(1));
    CHECK_LOG("1 fin");
    CHECK(aw_future_cancelled(t));
    aw_value r = aw_await(aw_anext(a));
    CHECK_RAISES(r, "StopAsyncIteration", "");
    return aw_none();
}

AW_ASYNC_GENERATOR(logs_fin) {
    aw_value r = aw_yield(aw_int(1));
    LOG("fin");
    return r;
}
AW_ASYNC(sleeps_in_the_loop, (aw_value, generator)) {
    AW_ASYNC_FOR(item, generator) { AW_AWAIT(aw_sleep(9)); }
    return aw_none();
}

TEST_IN_LOOP(b65_cancelling_in_the_body_of_the_loop) {
    aw_value a = logs_fin(), t = aw_create_task(sleeps_in_the_loop(a));
    AW_AWAIT(ticks(1));
    aw_cancel(t);
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(t));
    CHECK_LOG("");
    AW_AWAIT(aw_aclose(a));
    CHECK_LOG("fin");
    return aw_none();
}

AW_ASYNC_GENERATOR(sleeps_first) {
    for (int i = 0; i < 2; i++) {
        AW_AWAIT(aw_sleep(1));
        AW_YIELD(aw_int(i));
    }
    return aw_none();
}

TEST_IN_LOOP(b66_two_tasks_and_one_generator) {
    aw_value a = sleeps_first(), r = AW_AWAIT(aw_gather_exceptions(aw_anext(a), aw_anext(a)));
    CHECK_VALUE("[0, RuntimeError('anext(): asynchronous generator is already running')]", r);
    return aw_none();
}

AW_ASYNC_GENERATOR(sleeps_second) {
    AW_YIELD(aw_int(1));
    AW_AWAIT(aw_sleep(1));
    AW_YIELD(aw_int(2));
    return aw_none();
}
AW_ASYNC(next_of, (aw_value, generator)) { return AW_AWAIT(aw_anext(generator)); }

TEST_IN_LOOP(b67_aclose_from_another_task) {
    aw_value a = sleeps_second();
    AW_AWAIT(aw_anext(a));
    aw_value t = aw_create_task(next_of(a));
    AW_AWAIT(ticks(1));
    aw_value r = aw_await(aw_aclose(a));
    CHECK_RAISES(r, "RuntimeError", "aclose(): asynchronous generator is already running");
    CHECK_VALUE("2", AW_AWAIT(t));
    CHECK_NONE(AW_AWAIT(aw_aclose(a)));
    return aw_none();
}

static aw_value subject;
AW_ASYNC_GENERATOR(iterates_itself) {
    aw_value r = aw_await(aw_anext(subject));
    AW_EXCEPT(r, AW_RUNTIME_ERROR, e) { AW_YIELD(aw_string(aw_str(e))); }
    return r;
}

TEST(b68_a_generator_that_iterates_itself) {
    subject = iterates_itself();
    CHECK_RETURNS("'anext(): asynchronous generator is already running'", STEP(aw_anext(subject)));
    subject = aw_none();
}

AW_ASYNC_GENERATOR(returns_on_exit) {
    aw_value r = aw_yield(aw_int(1));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { return aw_int(5); }
    return r;
}

TEST(b69_returning_on_generator_exit) { CHECK_RETURNS("None", STEP(aw_aclose(begun(returns_on_exit())))); }

TEST(b70_no_send_throw_or_close) {
    aw_value a = logs_fin();
    CHECK_RAISES(STEP(a), "AttributeError", "'async_generator' object has no attribute 'send'");
    CHECK_RAISES(aw_throw(a, kind(AW_VALUE_ERROR)), "AttributeError", "'async_generator' object has no attribute 'throw'");
    CHECK_RAISES(aw_close(a), "AttributeError", "'async_generator' object has no attribute 'close'");
    CHECK_RAISES(aw_asend(aw_int(1), aw_none()), "AttributeError", "'int' object has no attribute 'asend'");
    CHECK_RAISES(aw_athrow(aw_int(1), kind(AW_VALUE_ERROR)), "AttributeError", "'int' object has no attribute 'athrow'");
    CHECK_RAISES(aw_aclose(aw_int(1)), "AttributeError", "'int' object has no attribute 'aclose'");
}

/* try: yield 1
 * except KeyError:
 *     try: await IT('w', 'w2')
 *     except BaseException as e: log e; raise */
AW_ASYNC_GENERATOR(awaits_on_key_error, (aw_value, awaited)) {
    aw_value r = aw_yield(aw_int(1));
    AW_EXCEPT(r, AW_KEY_ERROR) {
        aw_value inner = aw_await(awaited);
        if (aw_is_error(inner)) LOG("%s", aw_kind_of(inner)->name);
        return inner;
    }
    return r;
}
AW_GENERATOR(logs_exit) {
    aw_value r = aw_yield(aw_string("w"));
    LOG("%s", aw_kind_of(r)->name);
    return r;
}

TEST(b71_throwing_into_an_aclose_that_was_not_sent) {
    aw_value a = begun(awaits_on_key_error(IT(It, aw_string("w"), aw_string("w2")))), x = aw_aclose(a);
    CHECK_VALUE("'w'", aw_throw(x, kind(AW_KEY_ERROR)));
    CHECK_RETURNS("None", STEP(x));
    CHECK_LOG("next GeneratorExit");
    a = begun(awaits_on_key_error(IT(ItC, aw_string("w"), aw_string("w2"), aw_string("w3"))));
    x = aw_aclose(a); /* what it awaits is thrown into, not closed */
    CHECK_VALUE("'w'", aw_throw(x, kind(AW_KEY_ERROR)));
    CHECK_VALUE("'w2'", STEP(x));
    CHECK_LOG("next throw(<class 'GeneratorExit'>,)");
    CHECK_NONE(aw_close(x));
    a = begun(awaits_on_key_error(logs_exit()));
    x = aw_athrow(a, kind(AW_GENERATOR_EXIT));
    CHECK_VALUE("'w'", aw_throw(x, kind(AW_KEY_ERROR)));
    CHECK_RAISES(STEP(x), "GeneratorExit", "");
    CHECK_LOG("GeneratorExit GeneratorExit");
}

AW_ASYNC_GENERATOR(logs_what_arrives) {
    aw_value r = aw_yield(aw_int(1));
    LOG("%s", aw_kind_of(r)->name);
    return r;
}

TEST_IN_LOOP(b72_a_task_of_aclose_that_is_cancelled_first) {
    aw_value a = logs_what_arrives();
    AW_AWAIT(aw_anext(a));
    aw_value t = aw_create_task(aw_aclose(a));
    aw_cancel(t);
    AW_AWAIT(ticks(1));
    CHECK_LOG("CancelledError");
    CHECK(aw_future_cancelled(t));
    return aw_none();
}

AW_ASYNC_GENERATOR(yields_all, (aw_value, items)) {
    for (size_t i = 0; i < aw_length(items); i++) AW_YIELD(aw_item(items, i));
    return aw_none();
}

TEST(b73_items_are_opaque) {
    aw_value items = AW_LIST(AW_TUPLE(aw_int(2)), AW_TUPLE(aw_int(1), aw_int(2)), aw_exception(AW_STOP_ITERATION, "2"),
                             aw_exception(AW_STOP_ASYNC_ITERATION, ""), aw_none(), aw_exception(AW_VALUE_ERROR, "v"));
    aw_value a = yields_all(items);
    for (size_t i = 0; i < aw_length(items); i++) {
        aw_value item = aw_none();
        CHECK(aw_iter_send(aw_anext(a), aw_none(), &item) == AW_STEP_RETURN);
        CHECK_SAME(aw_item(items, i), item);
    }
}

/* try: yield 1; raise KeyError('k')
 * finally: yield 2; await y('w'); yield 3 */
AW_ASYNC_GENERATOR(yields_in_finally) {
    aw_value r = aw_yield(aw_int(1));
    if (!aw_is_error(r)) r = aw_raise(AW_KEY_ERROR, "k");
    AW_FINALLY(r) {
        AW_YIELD(aw_int(2));
        AW_AWAIT(y(aw_string("w")));
        AW_YIELD(aw_int(3));
    }
    return r;
}

TEST(b74_a_yield_in_finally) {
    aw_value a = begun(yields_in_finally());
    CHECK_RETURNS("2", STEP(aw_anext(a)));
    aw_value x = aw_anext(a);
    CHECK_VALUE("'w'", STEP(x));
    CHECK_RETURNS("3", STEP(x));
    CHECK_RAISES(STEP(aw_anext(a)), "KeyError", "'k'");
}

AW_ASYNC_GENERATOR(ends_on_value_error) {
    aw_value r = aw_await(IT(ItT, aw_string("w"), aw_exception(AW_VALUE_ERROR, "")));
    AW_EXCEPT(r, AW_VALUE_ERROR) { return aw_none(); }
    AW_TRY(r);
    AW_YIELD(aw_none());
    return aw_none();
}
static aw_value gives_suspension(void *self) {
    (void)self;
    return aw_suspend(aw_int(8));
}
static aw_value gives_five(void *self) {
    (void)self;
    return aw_int(5);
}
static const aw_object_type suspending = {.name = "S", .anext = gives_suspension}, wrong = {.name = "W", .anext = gives_five};

TEST(b75_anext_with_a_default) {
    aw_value a = ends_on_value_error(), x = aw_anext_or(a, aw_string("D"));
    CHECK_TEXT("anext_awaitable", aw_type_name(x));
    CHECK_VALUE("'w'", STEP(x));
    CHECK_RETURNS("'D'", aw_throw(x, kind(AW_VALUE_ERROR)));
    a = ends_on_value_error();
    x = aw_anext_or(a, aw_string("D"));
    CHECK_VALUE("'w'", STEP(x));
    CHECK_NONE(aw_close(x));
    CHECK_RAISES(STEP(x), "RuntimeError", "cannot reuse already awaited __anext__()/asend()");
    x = aw_anext_or(aw_object_new(&suspending, 1), aw_none());
    CHECK_VALUE("8", STEP(x));
    CHECK_RETURNS("9", SEND_INT(x, 9));
    x = aw_anext_or(aw_object_new(&wrong, 1), aw_none());
    for (int i = 0; i < 2; i++) CHECK_RAISES(STEP(x), "TypeError", "object int can't be used in 'await' expression");
}
