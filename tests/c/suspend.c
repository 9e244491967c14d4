/* aw_suspend, which stands for Python's `@types.coroutine def y(v): return (yield v)`, and aw_run, which drives a program. */
#include "awaitables.h"
#include "check.h"

AW_ASYNC(suspends_with, (aw_value, value)) { return AW_AWAIT(aw_suspend(value)); }

TEST(suspending_hands_out_a_value_and_gives_what_is_sent) {
    aw_value values[] = {aw_none(), aw_bool(true), aw_int(-7), aw_int(1ll << 40), aw_double(0.5), aw_string("text"), tracked_new()};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        aw_value c = suspends_with(values[i]);
        CHECK_SAME(values[i], STEP(c));
        CHECK_STATE("CORO_SUSPENDED", c);
        aw_value stop = CHECK_RAISES(aw_send(c, values[i]), "StopIteration", NULL);
        CHECK_SAME(values[i], aw_stop_value(stop));
    }
}

AW_ASYNC(suspends_twice_with, (aw_value, suspension)) {
    aw_value first = AW_AWAIT(suspension);
    aw_value second = AW_AWAIT(suspension);
    return AW_TUPLE(first, second);
}

TEST(a_suspension_can_be_awaited_again) {
    aw_value suspensions[] = {aw_suspend(aw_int(1)), aw_suspend(aw_string("one"))};
    const char *reprs[] = {"1", "'one'"};
    for (int i = 0; i < 2; i++) {
        aw_value a = suspends_twice_with(suspensions[i]), b = suspends_twice_with(suspensions[i]);
        CHECK_VALUE(reprs[i], STEP(a));
        CHECK_VALUE(reprs[i], STEP(b));
        CHECK_VALUE(reprs[i], SEND_TEXT(a, "x"));
        CHECK_RETURNS("('x', 'y')", SEND_TEXT(a, "y"));
        CHECK_NONE(aw_close(b));
    }
}

TEST(throwing_into_a_suspension) {
    aw_value c = suspends_with(aw_int(1));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_kind_value(AW_VALUE_ERROR)), "ValueError", "");
    c = suspends_with(aw_int(1));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_kind_value(AW_STOP_ITERATION)), "RuntimeError", "generator raised StopIteration");
    c = suspends_with(aw_int(1));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_int(1)), "TypeError", "exceptions must be classes or instances deriving from BaseException, not int");
    CHECK_STATE("CORO_CLOSED", c);
}

TEST(what_a_coroutine_awaits_when_it_suspends) {
    aw_value suspension = aw_suspend(aw_string("v")), c = f(suspension);
    CHECK_VALUE("'v'", STEP(c));
    CHECK_SAME(suspension, aw_cr_await(c));
    CHECK_INT(AW_TYPE_SUSPEND, aw_type_of(aw_cr_await(c)));
    CHECK_TEXT("generator", aw_type_name(suspension));
}

static aw_value awaits_in_a_plain_function(int depth) {
    if (depth == 0) return aw_await(aw_suspend(aw_string("deep in C")));
    aw_value r = awaits_in_a_plain_function(depth - 1);
    return aw_is_error(r) ? r : AW_LIST(r);
}
AW_ASYNC(calls_plain_functions) { return awaits_in_a_plain_function(5); }

TEST(a_plain_function_may_suspend_its_coroutine) {
    aw_value c = calls_plain_functions();
    CHECK_VALUE("'deep in C'", STEP(c));
    CHECK_RETURNS("[[[[['x']]]]]", SEND_TEXT(c, "x"));
    c = calls_plain_functions();
    CHECK_VALUE("'deep in C'", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_exception(AW_KEY_ERROR, "k")), "KeyError", "'k'");
}

AW_ASYNC(steps_another, (aw_value, other)) {
    aw_value yielded = aw_send(other, aw_none());
    AW_TRY(yielded);
    aw_value sent = AW_AWAIT(aw_suspend(AW_TUPLE(aw_string("passed on"), yielded)));
    return AW_LIST(sent, aw_caught(aw_send(other, sent)));
}

TEST(a_coroutine_may_drive_another) {
    aw_value other = suspends_with(aw_int(1)), c = f(steps_another(other));
    CHECK_VALUE("('passed on', 1)", STEP(c));
    CHECK_STATE("CORO_SUSPENDED", other);
    CHECK_RETURNS("['x', StopIteration('x')]", SEND_TEXT(c, "x"));
}

TEST(stepping_without_stop_iteration) {
    aw_value c = suspends_with(aw_int(1)), out;
    CHECK_INT(AW_STEP_NEXT, aw_iter_send(c, aw_none(), &out));
    CHECK_VALUE("1", out);
    CHECK_INT(AW_STEP_RETURN, aw_iter_send(c, aw_none(), &out));
    CHECK_NONE(out);
    CHECK_INT(AW_STEP_ERROR, aw_iter_send(c, aw_none(), &out));
    CHECK_RAISES(out, "RuntimeError", "cannot reuse already awaited coroutine");
    aw_value g = y(aw_int(1));
    CHECK_INT(AW_STEP_NEXT, aw_iter_send(g, aw_none(), &out));
    CHECK_INT(AW_STEP_RETURN, aw_iter_send(g, aw_int(3), &out));
    CHECK_VALUE("3", out);
}

AW_ASYNC(yields_three_times) {
    for (int i = 0; i < 3; i++) AW_AWAIT(aw_suspend(aw_none()));
    return aw_string("ran");
}
AW_ASYNC(catches_a_bad_yield) {
    aw_value r = aw_await(aw_suspend(aw_int(3)));
    AW_EXCEPT(r, AW_RUNTIME_ERROR, e) { return aw_string(aw_str(e)); }
    return r;
}
AW_ASYNC(runs_another) { return aw_run(ret(aw_int(1))); }

TEST(running_a_program) {
    CHECK_VALUE("'ran'", aw_run(yields_three_times()));
    CHECK_VALUE("'Task got bad yield: 3'", aw_run(catches_a_bad_yield()));
    CHECK_RAISES(aw_run(raises(aw_exception(AW_KEY_ERROR, "k"))), "KeyError", "'k'");
    CHECK_RAISES(aw_run(aw_int(3)), "ValueError", "a coroutine was expected, got 3");
    aw_value unstarted = aw_run(runs_another());
    CHECK_RAISES(unstarted, "RuntimeError", "asyncio.run() cannot be called from a running event loop");
    CHECK_WARNING("coroutine 'ret' was never awaited");
}
