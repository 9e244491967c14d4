/* Facts B1 to B17: asynchronous generators, anext and asend. */
#include "awaitables.h"
#include "check.h"

AW_ASYNC_GENERATOR(three) {
    for (int i = 1; i <= 3; i++) AW_YIELD(aw_int(i));
    return aw_none();
}
AW_ASYNC_GENERATOR(logs_start) {
    LOG("start");
    AW_YIELD(aw_int(1));
    return aw_none();
}
/* r = await y('w'); yield r */
AW_ASYNC_GENERATOR(waits_first) {
    AW_YIELD(AW_AWAIT(y(aw_string("w"))));
    return aw_none();
}
AW_ASYNC_GENERATOR(ends_at_once) { return aw_int(7); }
AW_ASYNC_GENERATOR(raises_at_once, (aw_value, exception)) { return aw_raise_exception(exception); }
AW_ASYNC_GENERATOR(raises_second, (aw_value, exception)) {
    AW_YIELD(aw_int(1));
    return aw_raise_exception(exception);
}

TEST(b1_a_call_makes_a_generator) {
    aw_value a = logs_start();
    aw_site where;
    CHECK_TEXT("async_generator", aw_type_name(a));
    CHECK_VALUE("<async_generator object logs_start at 0x>", a);
    CHECK_SAME(a, aw_aiter(a));
    CHECK(!aw_ag_running(a));
    CHECK_NONE(aw_ag_await(a));
    CHECK(aw_ag_frame(a, &where));
    CHECK_TEXT("logs_start", where.function);
    aw_value c = f(a);
    CHECK_RAISES(STEP(c), "TypeError", "object async_generator can't be used in 'await' expression");
    CHECK_RAISES(aw_iter(a), "TypeError", "'async_generator' object is not iterable");
    CHECK_LOG("");
}

TEST(b2_creating_a_step_runs_nothing) {
    aw_value a = logs_start(), x = aw_anext(a);
    CHECK_TEXT("async_generator_asend", aw_type_name(x));
    CHECK_TEXT("async_generator_asend", aw_type_name(aw_asend(a, aw_none())));
    CHECK_TEXT("async_generator_athrow", aw_type_name(aw_athrow(a, aw_kind_value(AW_VALUE_ERROR))));
    CHECK_TEXT("async_generator_athrow", aw_type_name(aw_aclose(a)));
    CHECK_VALUE("<async_generator_asend object at 0x>", x);
    CHECK_LOG("");
    CHECK_RETURNS("1", STEP(x));
    CHECK_LOG("start");
}

TEST(b3_a_yield_ends_the_step) {
    aw_value x = aw_anext(three());
    CHECK_SAME(x, aw_iter(x));
    CHECK_SAME(x, aw_await_iter(x));
    CHECK_RETURNS("1", STEP(x));
    CHECK_RETURNS("1", aw_next(aw_anext(three())));
}

TEST(b4_an_await_suspends_the_step) {
    aw_value x = aw_anext(waits_first());
    CHECK_VALUE("'w'", STEP(x));
    CHECK_RETURNS("7", SEND_INT(x, 7));
}

AW_ASYNC_GENERATOR(echoes) {
    aw_value r = AW_YIELD(aw_int(1));
    for (;;) r = AW_YIELD(AW_TUPLE(aw_string("echo"), r));
}

TEST(b5_what_is_sent_is_the_value_of_the_yield) {
    aw_value a = echoes();
    CHECK_RETURNS("1", STEP(aw_asend(a, aw_none())));
    CHECK_RETURNS("('echo', 'x')", STEP(aw_asend(a, aw_string("x"))));
    CHECK_RETURNS("('echo', None)", STEP(aw_anext(a)));
}

TEST(b6_a_value_for_a_generator_that_has_not_started) {
    aw_value a = three(), x = aw_asend(a, aw_int(5));
    CHECK_RAISES(STEP(x), "TypeError", "can't send non-None value to a just-started async generator");
    CHECK_RETURNS("1", STEP(aw_anext(a)));
}

TEST(b7_the_end) {
    aw_value a = ends_at_once();
    for (int i = 0; i < 3; i++) {
        aw_value e = CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
        CHECK_VALUE("()", aw_exception_args(e));
    }
    aw_site where;
    CHECK(!aw_ag_frame(a, &where));
}

#define REUSED "cannot reuse already awaited __anext__()/asend()"

TEST(b8_a_step_is_for_one_use) {
    aw_value a = three(), x = aw_anext(a);
    CHECK_RETURNS("1", STEP(x));
    CHECK_RAISES(STEP(x), "RuntimeError", REUSED);
    CHECK_RAISES(aw_throw(x, aw_kind_value(AW_VALUE_ERROR)), "RuntimeError", REUSED);
    x = aw_asend(a, aw_none());
    CHECK_NONE(aw_close(x));
    CHECK_RAISES(STEP(x), "RuntimeError", REUSED);
}

TEST(b9_closing_a_step_leaves_the_generator_alone) {
    aw_value a = waits_first(), x = aw_anext(a);
    CHECK_NONE(aw_close(x));
    CHECK(!aw_ag_running(a));
    x = aw_anext(a);
    CHECK_VALUE("'w'", STEP(x));
    CHECK_NONE(aw_close(x));
    CHECK(aw_ag_running(a));
    CHECK_RAISES(STEP(aw_anext(a)), "RuntimeError", "anext(): asynchronous generator is already running");
}

TEST(b10_operations_must_not_overlap) {
    aw_value a = waits_first(), x = aw_anext(a);
    CHECK_VALUE("'w'", STEP(x));
    CHECK_RAISES(STEP(aw_anext(a)), "RuntimeError", "anext(): asynchronous generator is already running");
    CHECK_RAISES(STEP(aw_asend(a, aw_int(3))), "RuntimeError", "anext(): asynchronous generator is already running");
    aw_value thrown = aw_athrow(a, aw_kind_value(AW_VALUE_ERROR));
    CHECK_RAISES(STEP(thrown), "RuntimeError", "athrow(): asynchronous generator is already running");
    CHECK_RAISES(STEP(aw_aclose(a)), "RuntimeError", "aclose(): asynchronous generator is already running");
    CHECK_RETURNS("None", STEP(x));
}

TEST(b11_only_execution_counts_as_overlap) {
    aw_value a = three(), x = aw_anext(a), z = aw_anext(a);
    CHECK_RETURNS("1", STEP(z));
    CHECK_RETURNS("2", STEP(x));
}

AW_ASYNC_GENERATOR(awaits_what_is_given, (aw_value, awaitable)) {
    AW_AWAIT(awaitable);
    AW_YIELD(aw_int(1));
    return aw_none();
}

TEST(b12_running_and_what_it_awaits) {
    aw_value it = IT(It, aw_string("w")), a = awaits_what_is_given(it), x = aw_anext(a);
    CHECK(!aw_ag_running(a));
    CHECK_VALUE("'w'", STEP(x));
    CHECK(aw_ag_running(a));
    CHECK_SAME(it, aw_ag_await(a));
    CHECK_RETURNS("1", STEP(x));
    CHECK(!aw_ag_running(a));
    CHECK_NONE(aw_ag_await(a));
}

AW_ASYNC_GENERATOR(logs_what_is_sent) {
    for (;;) {
        aw_value sent = AW_YIELD(aw_none());
        LOG("%s", aw_repr(sent));
    }
}

TEST(b13_the_first_send_replaces_the_value_of_asend) {
    aw_value a = logs_what_is_sent();
    CHECK_RETURNS("None", STEP(aw_anext(a)));
    aw_value x = aw_asend(a, aw_string("x"));
    CHECK_RETURNS("None", SEND_TEXT(x, "y"));
    CHECK_LOG("'y'");
}

AW_ASYNC_GENERATOR(catches_value_error) {
    aw_value r = aw_yield(aw_int(1));
    AW_EXCEPT(r, AW_VALUE_ERROR) { AW_YIELD(aw_string("caught")); }
    return r;
}

TEST(b14_throwing_into_a_step) {
    aw_value a = catches_value_error();
    CHECK_RETURNS("1", STEP(aw_anext(a)));
    aw_value x = aw_anext(a);
    CHECK_RETURNS("'caught'", aw_throw(x, aw_kind_value(AW_VALUE_ERROR)));
    a = catches_value_error();
    x = aw_anext(a);
    CHECK_RAISES(aw_throw(x, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
}

TEST(b15_an_error_of_the_body) {
    aw_value a = raises_second(aw_exception(AW_VALUE_ERROR, "v"));
    CHECK_RETURNS("1", STEP(aw_anext(a)));
    CHECK_RAISES(STEP(aw_anext(a)), "ValueError", "v");
    CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
}

TEST(b16_the_two_stops_are_converted) {
    aw_value stop = aw_exception(AW_STOP_ASYNC_ITERATION, "1");
    aw_value e = CHECK_RAISES(STEP(aw_anext(raises_at_once(stop))), "RuntimeError", "async generator raised StopAsyncIteration");
    CHECK_SAME(stop, aw_exception_cause(e));
    stop = aw_exception(AW_STOP_ITERATION, "2");
    e = CHECK_RAISES(STEP(aw_anext(raises_at_once(stop))), "RuntimeError", "async generator raised StopIteration");
    CHECK_SAME(stop, aw_exception_cause(e));
}

TEST(b17_generator_exit_of_the_body_itself) {
    aw_value a = raises_second(aw_kind_value(AW_GENERATOR_EXIT));
    CHECK_RETURNS("1", STEP(aw_anext(a)));
    CHECK_RAISES(STEP(aw_anext(a)), "GeneratorExit", "");
    CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
}
