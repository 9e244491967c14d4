/* Facts B18 to B33: athrow and aclose. */
#include "awaitables.h"
#include "check.h"

static aw_value kind(const aw_kind *of) { return aw_kind_value(of); }

AW_ASYNC_GENERATOR(counts_up) {
    for (int i = 1; i <= 3; i++) AW_YIELD(aw_int(i));
    return aw_none();
}
/* try: yield 1
 * except ValueError: yield 'c'
 * except KeyError: return */
AW_ASYNC_GENERATOR(catches_two_kinds) {
    aw_value r = aw_yield(aw_int(1));
    AW_EXCEPT(r, AW_VALUE_ERROR) { AW_YIELD(aw_string("c")); }
    AW_EXCEPT(r, AW_KEY_ERROR) { return aw_none(); }
    return r;
}
AW_ASYNC_GENERATOR(logs_its_run) {
    LOG("body");
    aw_value r = aw_yield(aw_none());
    LOG("finally");
    return r;
}

static aw_value started(aw_value generator) {
    CHECK_RETURNS("1", STEP(aw_anext(generator)));
    return generator;
}

TEST(b18_athrow_raises_at_the_yield) {
    aw_value a = started(catches_two_kinds());
    CHECK_RETURNS("'c'", STEP(aw_athrow(a, aw_exception(AW_VALUE_ERROR, "x"))));
    a = started(catches_two_kinds());
    CHECK_RAISES(STEP(aw_athrow(a, kind(AW_KEY_ERROR))), "StopAsyncIteration", "");
    a = started(catches_two_kinds());
    CHECK_RAISES(STEP(aw_athrow(a, aw_exception(AW_OS_ERROR, "o"))), "OSError", "o");
    CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
}

#define ATHROW(generator, ...) aw_athrow_args(generator, sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__})

TEST(b19_the_forms_of_athrow) {
    aw_value a = started(counts_up());
    aw_value e = CHECK_RAISES(STEP(ATHROW(a, kind(AW_VALUE_ERROR), aw_string("v"), aw_none())), "ValueError", "v");
    CHECK_VALUE("('v',)", aw_exception_args(e));
    a = started(counts_up());
    CHECK_RAISES(STEP(ATHROW(a, kind(AW_VALUE_ERROR), AW_TUPLE(aw_int(1), aw_int(2)))), "ValueError", "(1, 2)");
    a = started(counts_up());
    CHECK_RAISES(STEP(aw_athrow(a, aw_int(1))), "TypeError", "exceptions must be classes or instances deriving from BaseException, not int");
    a = counts_up();
    CHECK_RAISES(STEP(aw_athrow_args(a, 0, NULL)), "TypeError", "athrow expected at least 1 argument, got 0");
    CHECK(aw_ag_running(a)); /* and stays so: CPython forgets */
    a = counts_up();
    aw_value four = ATHROW(a, aw_none(), aw_none(), aw_none(), aw_none());
    CHECK_RAISES(STEP(four), "TypeError", "athrow expected at most 3 arguments, got 4");
}

TEST(b20_athrow_before_the_start) {
    aw_value a = logs_its_run();
    CHECK_RAISES(STEP(aw_athrow(a, aw_exception(AW_VALUE_ERROR, "q"))), "ValueError", "q");
    CHECK_LOG("");
    CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
}

TEST(b21_athrow_after_the_end_gives_none) {
    aw_value a = counts_up();
    for (int i = 0; i < 4; i++) CHECK(aw_is_error(STEP(aw_anext(a))));
    CHECK_RETURNS("None", STEP(aw_athrow(a, kind(AW_VALUE_ERROR))));
}

AW_ASYNC_GENERATOR(yields_on_exit) {
    aw_value r = aw_yield(aw_int(1));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { AW_YIELD(aw_string("v")); }
    AW_TRY(r);
    AW_YIELD(aw_int(3));
    return aw_none();
}

TEST(b22_athrow_of_generator_exit_is_no_aclose) {
    aw_value a = started(counts_up());
    CHECK_RAISES(STEP(aw_athrow(a, kind(AW_GENERATOR_EXIT))), "GeneratorExit", "");
    a = started(yields_on_exit());
    CHECK_RETURNS("'v'", STEP(aw_athrow(a, kind(AW_GENERATOR_EXIT))));
}

TEST(b23_aclose_before_the_start_and_after_the_end) {
    aw_value a = logs_its_run();
    CHECK_RETURNS("None", STEP(aw_aclose(a)));
    CHECK_LOG("");
    CHECK_RETURNS("None", STEP(aw_aclose(a)));
    CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
}

AW_ASYNC_GENERATOR(cleans_up_slowly, (bool, yields)) {
    aw_value r = aw_yield(aw_int(1));
    AW_FINALLY(r) {
        LOG("%s", aw_repr(AW_AWAIT(y(aw_string("cleanup")))));
        if (yields) AW_YIELD(aw_int(2));
    }
    return r;
}

TEST(b24_aclose_raises_at_the_yield) {
    aw_value a = started(cleans_up_slowly(false)), x = aw_aclose(a);
    CHECK_VALUE("'cleanup'", STEP(x));
    CHECK_RETURNS("None", SEND_TEXT(x, "done"));
    CHECK_LOG("'done'");
}

TEST(b25_a_yield_while_it_is_closed) {
    aw_value a = started(yields_on_exit());
    CHECK_RAISES(STEP(aw_aclose(a)), "RuntimeError", "async generator ignored GeneratorExit");
    CHECK_RETURNS("3", STEP(aw_anext(a)));
    a = started(cleans_up_slowly(true));
    aw_value x = aw_aclose(a);
    CHECK_VALUE("'cleanup'", STEP(x));
    CHECK_RAISES(STEP(x), "RuntimeError", "async generator ignored GeneratorExit");
    CHECK_LOG("None");
    CHECK(!aw_ag_running(a));
}

AW_ASYNC_GENERATOR(cannot_be_closed) {
    for (;;) {
        aw_value r = aw_yield(aw_int(1));
        AW_EXCEPT(r, AW_GENERATOR_EXIT) { LOG("exit"); }
        AW_TRY(r);
    }
}

TEST(b26_a_second_aclose_sees_that_it_is_closed) {
    AW_SCOPE {
        aw_value a = started(cannot_be_closed());
        CHECK_RAISES(STEP(aw_aclose(a)), "RuntimeError", "async generator ignored GeneratorExit");
        CHECK_RAISES(STEP(aw_aclose(a)), "StopAsyncIteration", "");
        CHECK_RAISES(STEP(aw_athrow(a, kind(AW_VALUE_ERROR))), "StopAsyncIteration", "");
        CHECK_LOG("exit");
    }
    CHECK_UNRAISABLE("RuntimeError('async generator ignored GeneratorExit')", "cannot_be_closed");
    CHECK_LOG("exit");
}

AW_ASYNC_GENERATOR(fails_while_closing, (aw_value, exception)) {
    aw_value r = aw_yield(aw_int(1));
    AW_FINALLY(r) { return aw_raise_exception(exception); }
    return r;
}

TEST(b27_an_error_of_the_cleanup) {
    aw_value a = started(fails_while_closing(aw_exception(AW_VALUE_ERROR, "c")));
    aw_value e = CHECK_RAISES(STEP(aw_aclose(a)), "ValueError", "c");
    CHECK_VALUE("GeneratorExit()", aw_exception_context(e));
    CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
}

TEST(b28_a_stop_in_the_cleanup_is_converted) {
    aw_value a = started(fails_while_closing(kind(AW_STOP_ASYNC_ITERATION)));
    CHECK_RAISES(STEP(aw_aclose(a)), "RuntimeError", "async generator raised StopAsyncIteration");
}

TEST(b29_the_first_send_must_be_none) {
    aw_value a = started(counts_up());
    CHECK_RAISES(SEND_INT(aw_aclose(a), 1), "RuntimeError", "can't send non-None value to a just-started coroutine");
    aw_value x = aw_athrow(a, kind(AW_VALUE_ERROR));
    CHECK_RAISES(SEND_INT(x, 1), "RuntimeError", "can't send non-None value to a just-started coroutine");
}

#define REUSED "cannot reuse already awaited aclose()/athrow()"

TEST(b30_these_steps_are_for_one_use) {
    aw_value a = counts_up(), x = aw_aclose(a);
    CHECK_RETURNS("None", STEP(x));
    CHECK_RAISES(STEP(x), "RuntimeError", REUSED);
    CHECK_RAISES(aw_throw(x, kind(AW_VALUE_ERROR)), "RuntimeError", REUSED);
    x = aw_athrow(a, kind(AW_VALUE_ERROR));
    CHECK_NONE(aw_close(x));
    CHECK_RAISES(STEP(x), "RuntimeError", REUSED);
}

AW_ASYNC_GENERATOR(catches_in_cleanup) {
    aw_value r = aw_yield(aw_int(1));
    AW_FINALLY(r) {
        aw_value inner = aw_await(IT(It, aw_string("c"), aw_string("d")));
        AW_EXCEPT(inner, AW_VALUE_ERROR) { LOG("v"); }
        AW_TRY(inner);
    }
    return r;
}

TEST(b31_throwing_into_a_suspended_aclose) {
    aw_value a = started(catches_in_cleanup()), x = aw_aclose(a);
    CHECK_VALUE("'c'", STEP(x));
    CHECK_RETURNS("None", aw_throw(x, kind(AW_VALUE_ERROR)));
    CHECK_LOG("next v");
    a = started(catches_in_cleanup());
    x = aw_aclose(a);
    CHECK_VALUE("'c'", STEP(x));
    CHECK_RETURNS("None", aw_throw(x, kind(AW_GENERATOR_EXIT)));
    CHECK(aw_ag_running(a)); /* a quirk: nobody says that it has ended */
    CHECK_RETURNS("None", STEP(x));
    CHECK_RAISES(STEP(aw_anext(a)), "RuntimeError", "anext(): asynchronous generator is already running");
    CHECK_LOG("next");
}

TEST(b32_dropping_steps) {
    aw_value a = started(counts_up());
    AW_SCOPE {
        CHECK(!aw_is_error(aw_asend(a, aw_int(5))));
        CHECK(!aw_is_error(aw_aclose(a)));
        CHECK(!aw_is_error(aw_athrow(a, kind(AW_VALUE_ERROR))));
    }
    CHECK_RETURNS("2", STEP(aw_anext(a)));
}

AW_ASYNC_GENERATOR(waits_in_try) {
    aw_value r = aw_await(y(aw_string("w")));
    LOG("fin");
    return r;
}
AW_ASYNC(awaits_anext, (aw_value, generator)) { return AW_AWAIT(aw_anext(generator)); }

TEST(b33_closing_who_awaits_a_step) {
    aw_value a = waits_in_try(), o = awaits_anext(a);
    CHECK_VALUE("'w'", STEP(o));
    CHECK_TEXT("async_generator_asend", aw_type_name(aw_cr_await(o)));
    CHECK_NONE(aw_close(o));
    CHECK_LOG("");
    CHECK(aw_ag_running(a));
    CHECK_RAISES(STEP(aw_anext(a)), "RuntimeError", "anext(): asynchronous generator is already running");
}
