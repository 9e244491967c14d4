/* Facts A26 to A44: throw. */
#include "awaitables.h"
#include "check.h"

#define NOT_AN_EXCEPTION "TypeError", "exceptions must be classes or instances deriving from BaseException, not int"

static aw_value value_error(void) { return aw_kind_value(AW_VALUE_ERROR); }

/* A coroutine that is suspended in an iterator which has __next__ only. */
static aw_value suspended(void) {
    aw_value c = f(IT(It, aw_int(1)));
    CHECK_VALUE("1", STEP(c));
    return c;
}

TEST(a26_the_same_object_is_raised_and_leaves) {
    aw_value c = suspended(), x = aw_exception(AW_VALUE_ERROR, "x");
    CHECK_SAME(x, CHECK_RAISES(aw_throw(c, x), "ValueError", "x"));
    CHECK_STATE("CORO_CLOSED", c);
}

AW_ASYNC(catches_and_awaits) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_VALUE_ERROR) { AW_AWAIT(y(aw_int(2))); }
    return r;
}

TEST(a27_throw_gives_the_next_yielded_value) {
    aw_value c = catches_and_awaits();
    CHECK_VALUE("1", STEP(c));
    CHECK_VALUE("2", aw_throw(c, value_error()));
    CHECK_STATE("CORO_SUSPENDED", c);
    CHECK_RETURNS("None", STEP(c));
}

AW_ASYNC(catches_and_returns) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_VALUE_ERROR, e) { return aw_exception_args(e); }
    return r;
}

TEST(a28_throw_gives_the_returned_value) {
    aw_value c = catches_and_returns(), seven = aw_int(7);
    CHECK_VALUE("1", STEP(c));
    CHECK_RETURNS("(7,)", aw_throw(c, aw_exception_of(AW_VALUE_ERROR, 1, &seven)));
}

enum { LINE_OF_NEVER_RUNS = __LINE__ + 1 };
AW_ASYNC(never_runs) {
    LOG("ran");
    aw_value r = aw_none();
    AW_FINALLY(r) { LOG("finally"); }
    return r;
}

TEST(a29_a30_throw_before_the_start) {
    aw_value x = aw_exception(AW_VALUE_ERROR, "q");
    AW_SCOPE {
        aw_value c = never_runs();
        CHECK_SAME(x, CHECK_RAISES(aw_throw(c, x), "ValueError", "q"));
        CHECK_STATE("CORO_CLOSED", c);
    }
    CHECK_LOG("");
    CHECK_QUIET();
    aw_value trace = aw_exception_trace(x);
    CHECK_INT(1, aw_length(trace));
    aw_value entry = aw_item(trace, 0);
    CHECK_VALUE("'never_runs'", aw_item(entry, 0));
    CHECK_TEXT(__FILE__, aw_as_string(aw_item(entry, 1)));
    CHECK_INT(LINE_OF_NEVER_RUNS, aw_as_int(aw_item(entry, 2)));
}

AW_GENERATOR(yields_nothing) { return aw_none(); }

TEST(a31_throw_after_the_end) {
    aw_value c = suspended();
    CHECK_NONE(aw_close(c));
    aw_value e = CHECK_RAISES(aw_throw(c, aw_exception(AW_VALUE_ERROR, "lost")), "RuntimeError", "cannot reuse already awaited coroutine");
    CHECK_NONE(aw_exception_context(e));
    aw_value g = yields_nothing();
    CHECK_RETURNS("None", aw_next(g));
    CHECK_RAISES(aw_throw(g, aw_exception(AW_VALUE_ERROR, "kept")), "ValueError", "kept");
}

TEST(a32_the_forms_of_throw) {
    aw_value e = CHECK_RAISES(THROW(suspended(), value_error()), "ValueError", NULL);
    CHECK_VALUE("()", aw_exception_args(e));
    e = CHECK_RAISES(THROW(suspended(), value_error(), aw_none()), "ValueError", NULL);
    CHECK_VALUE("()", aw_exception_args(e));
    e = CHECK_RAISES(THROW(suspended(), value_error(), aw_string("x")), "ValueError", NULL);
    CHECK_VALUE("('x',)", aw_exception_args(e));
    e = CHECK_RAISES(THROW(suspended(), value_error(), AW_TUPLE(aw_string("x"), aw_string("y"))), "ValueError", "('x', 'y')");
    CHECK_VALUE("('x', 'y')", aw_exception_args(e));
    aw_value same = aw_exception(AW_VALUE_ERROR, "s"), below = aw_exception(AW_UNICODE_ERROR, "s");
    CHECK_SAME(same, CHECK_RAISES(THROW(suspended(), value_error(), same), "ValueError", "s"));
    CHECK_SAME(below, CHECK_RAISES(THROW(suspended(), value_error(), below), "UnicodeError", "s"));
    aw_value other = aw_exception(AW_TYPE_ERROR, "o");
    e = CHECK_RAISES(THROW(suspended(), value_error(), other), "ValueError", "o");
    CHECK_SAME(other, aw_item(aw_exception_args(e), 0));
}

static void check_bad_arguments(aw_value c) {
    const char *state = aw_coroutine_state_name(c);
    CHECK_RAISES(THROW(c, aw_int(1)), NOT_AN_EXCEPTION);
    CHECK_RAISES(aw_throw(c, aw_int(1)), NOT_AN_EXCEPTION);
    CHECK_RAISES(THROW(c, aw_none()), "TypeError", "exceptions must be classes or instances deriving from BaseException, not NoneType");
    CHECK_RAISES(THROW(c, aw_exception(AW_VALUE_ERROR, "a"), aw_string("b")), "TypeError",
                 "instance exception may not have a separate value");
    CHECK_RAISES(THROW(c, value_error(), aw_string("b"), aw_int(3)), "TypeError", "throw() third argument must be a traceback object");
    CHECK_STATE(state, c);
    CHECK_NONE(aw_close(c));
}

TEST(a34_wrong_arguments_leave_the_coroutine_as_it_was) {
    check_bad_arguments(f(y(aw_int(1))));
    check_bad_arguments(suspended());
}

TEST(a35_a_wrong_argument_while_delegating_kills_the_outer) {
    aw_value inner = f(IT(It, aw_int(1))), c = f(inner);
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_int(1)), NOT_AN_EXCEPTION);
    CHECK_STATE("CORO_CLOSED", c);
    CHECK_STATE("CORO_SUSPENDED", inner);
    inner = f(y(aw_int(1)));
    c = f(inner);
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_int(1)), NOT_AN_EXCEPTION);
    CHECK_STATE("CORO_CLOSED", c);
    CHECK_STATE("CORO_CLOSED", inner);
    aw_value generator = y(aw_int(1));
    c = f(generator);
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_int(1)), NOT_AN_EXCEPTION);
    CHECK_STATE("CORO_CLOSED", c);
    CHECK_STATE("GEN_SUSPENDED", generator);
}

TEST(a36_a37_none_as_second_and_third_argument) {
    aw_value x = aw_exception(AW_VALUE_ERROR, "a");
    CHECK_SAME(x, CHECK_RAISES(THROW(suspended(), x, aw_none(), aw_none()), "ValueError", "a"));
    CHECK_SAME(x, CHECK_RAISES(THROW(suspended(), x, aw_none()), "ValueError", "a"));
    CHECK_RAISES(THROW(suspended(), value_error(), aw_string("v"), aw_none()), "ValueError", "v");
    CHECK_QUIET();
}

TEST(a38_throwing_stop_iteration) {
    aw_value coroutines[] = {f(IT(It, aw_int(1))), suspended()}, three = aw_int(3);
    for (size_t i = 0; i < 2; i++) {
        aw_value x = aw_exception_of(AW_STOP_ITERATION, 1, &three);
        aw_value e = CHECK_RAISES(aw_throw(coroutines[i], x), "RuntimeError", "coroutine raised StopIteration");
        CHECK_SAME(x, aw_exception_cause(e));
        CHECK_SAME(x, aw_exception_context(e));
        CHECK(aw_exception_suppress_context(e));
        CHECK_STATE("CORO_CLOSED", coroutines[i]);
    }
}

TEST(a39_throwing_stop_iteration_into_a_generator) {
    aw_value c = f(y(aw_int(1)));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_exception(AW_STOP_ITERATION, "1")), "RuntimeError", "generator raised StopIteration");
}

TEST(a40_stop_async_iteration_is_not_special) {
    aw_value x = aw_exception(AW_STOP_ASYNC_ITERATION, "4");
    CHECK_SAME(x, CHECK_RAISES(STEP(raises(x)), "StopAsyncIteration", "4"));
    CHECK_RAISES(aw_throw(suspended(), aw_kind_value(AW_STOP_ASYNC_ITERATION)), "StopAsyncIteration", "");
}

static const aw_kind si_kind = {"SI", AW_STOP_ITERATION};

AW_ASYNC(cannot_see_runtime_error, (aw_value, exception)) {
    aw_value r = aw_raise_exception(exception);
    AW_EXCEPT(r, AW_RUNTIME_ERROR) { return aw_string("no"); }
    return r;
}
AW_ASYNC(leaks_stop_iteration) {
    AW_TRY(aw_next(it_new(&It, aw_list_of(0, NULL))));
    return aw_none();
}
AW_ASYNC(catches_stop_iteration) {
    aw_value r = aw_next(it_new(&It, aw_list_of(0, NULL)));
    AW_EXCEPT(r, AW_STOP_ITERATION) { return aw_string("ok"); }
    return r;
}

TEST(a41_stop_iteration_leaving_the_body) {
    aw_value exceptions[] = {aw_exception(AW_STOP_ITERATION, "1"), aw_exception(&si_kind, "2")};
    for (size_t i = 0; i < 2; i++) {
        aw_value e = CHECK_RAISES(STEP(cannot_see_runtime_error(exceptions[i])), "RuntimeError", "coroutine raised StopIteration");
        CHECK_SAME(exceptions[i], aw_exception_cause(e));
        CHECK(aw_exception_suppress_context(e));
    }
    CHECK_RAISES(STEP(leaks_stop_iteration()), "RuntimeError", "coroutine raised StopIteration");
    CHECK_RETURNS("'ok'", STEP(catches_stop_iteration()));
}

AW_ASYNC(suspends_in_except) {
    aw_value r = aw_raise(AW_KEY_ERROR, "h");
    AW_EXCEPT(r, AW_KEY_ERROR) { AW_AWAIT(IT(It, aw_int(1))); }
    return r;
}

TEST(a42_context_of_a_thrown_exception) {
    aw_value c = suspends_in_except(), x = aw_none(), old = aw_raise(AW_OS_ERROR, "old");
    AW_EXCEPT(old, AW_OS_ERROR) { x = aw_caught(aw_raise(AW_VALUE_ERROR)); }
    CHECK_VALUE("OSError('old')", aw_exception_context(x));
    CHECK_VALUE("1", STEP(c));
    CHECK_SAME(x, CHECK_RAISES(aw_throw(c, x), "ValueError", ""));
    CHECK_VALUE("KeyError('h')", aw_exception_context(x));
    x = aw_exception(AW_VALUE_ERROR, "");
    CHECK_RAISES(aw_throw(suspended(), x), "ValueError", "");
    CHECK_NONE(aw_exception_context(x));
}

TEST(a43_what_the_caller_handles_is_no_context) {
    aw_value x = aw_exception(AW_VALUE_ERROR, ""), caller = aw_raise(AW_KEY_ERROR, "caller");
    AW_EXCEPT(caller, AW_KEY_ERROR) {
        CHECK_RAISES(aw_throw(suspended(), x), "ValueError", "");
        CHECK_NONE(aw_exception_context(x));
        CHECK_NONE(aw_exception_context(CHECK_RAISES(aw_throw(suspended(), value_error()), "ValueError", "")));
        CHECK_VALUE("KeyError('caller')", aw_handled_exception());
    }
    CHECK_NONE(aw_handled_exception());
}

TEST(a44_throwing_generator_exit) {
    CHECK_RAISES(aw_throw(suspended(), aw_kind_value(AW_GENERATOR_EXIT)), "GeneratorExit", "");
    CHECK_RAISES(aw_throw(f(y(aw_int(1))), aw_kind_value(AW_GENERATOR_EXIT)), "GeneratorExit", "");
}
