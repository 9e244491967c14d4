/* C21 to C40: futures. */
#include "awaitables.h"
#include "in_loop.h"

TEST_IN_LOOP(c21_a_pending_future) {
    aw_value future = aw_future_new();
    CHECK(!aw_future_done(future) && !aw_future_cancelled(future));
    CHECK_RAISES(aw_future_result(future), "InvalidStateError", "Result is not set.");
    CHECK_RAISES(aw_future_exception(future), "InvalidStateError", "Exception is not set.");
    return aw_none();
}

TEST_IN_LOOP(c22_the_first_outcome_stays) {
    aw_value future = aw_future_new();
    CHECK_NONE(aw_future_set_result(future, aw_int(5)));
    CHECK(aw_future_done(future) && !aw_future_cancelled(future));
    CHECK_VALUE("5", aw_future_result(future));
    CHECK_NONE(aw_future_exception(future));
    CHECK_RAISES(aw_future_set_result(future, aw_int(6)), "InvalidStateError", "invalid state");
    CHECK_RAISES(aw_future_set_exception(future, aw_exception(AW_VALUE_ERROR, "")), "InvalidStateError", "invalid state");
    CHECK_VALUE("5", aw_future_result(future));
    aw_value cancelled = aw_future_new();
    aw_cancel(cancelled);
    CHECK_RAISES(aw_future_set_result(cancelled, aw_int(6)), "InvalidStateError", "invalid state");
    return aw_none();
}

TEST_IN_LOOP(c23_what_set_exception_takes) {
    static const aw_kind stop_kind = {"SI", AW_STOP_ITERATION};
    const char *refusal = "StopIteration interacts badly with generators and cannot be raised into a Future";
    aw_value future = aw_future_new();
    CHECK_NONE(aw_future_set_exception(future, aw_kind_value(AW_VALUE_ERROR)));
    CHECK_VALUE("ValueError()", aw_future_exception(future));
    future = aw_future_new();
    aw_value one = aw_int(1);
    CHECK_RAISES(aw_future_set_exception(future, aw_kind_value(AW_STOP_ITERATION)), "TypeError", refusal);
    CHECK_RAISES(aw_future_set_exception(future, aw_exception_of(AW_STOP_ITERATION, 1, &one)), "TypeError", refusal);
    CHECK_RAISES(aw_future_set_exception(future, aw_int(5)), "TypeError", "invalid exception object");
    CHECK(!aw_future_done(future));
    CHECK_NONE(aw_future_set_exception(future, aw_exception(&stop_kind, "")));
    CHECK_VALUE("SI()", aw_future_exception(future));
    return aw_none();
}

AW_ASYNC(c24_awaits_twice, (aw_value, future)) {
    for (int i = 0; i < 2; i++) {
        aw_value r = aw_await(f(future));
        AW_EXCEPT(r, AW_VALUE_ERROR, e) { LOG("%zu", aw_length(aw_exception_trace(e))); }
    }
    return aw_none();
}

TEST_IN_LOOP(c24_the_same_exception_each_time) {
    aw_value future = aw_future_new(), exception = aw_exception(AW_VALUE_ERROR, "");
    aw_future_set_exception(future, exception);
    for (int i = 0; i < 3; i++) CHECK_SAME(exception, CHECK_RAISES(aw_future_result(future), "ValueError", ""));
    AW_AWAIT(c24_awaits_twice(future));
    AW_AWAIT(c24_awaits_twice(future));
    CHECK_LOG("1 1 1 1"); /* and its traceback does not grow */
    return aw_none();
}

TEST_IN_LOOP(c25_cancel_only_what_is_pending) {
    aw_value future = aw_future_new();
    CHECK_VALUE("True", aw_cancel_with(future, aw_string("a")));
    CHECK(aw_future_cancelled(future) && aw_future_done(future));
    CHECK_VALUE("False", aw_cancel_with(future, aw_string("b")));
    CHECK_RAISES(aw_future_result(future), "CancelledError", "a");
    future = aw_future_new();
    aw_future_set_result(future, aw_int(1));
    CHECK_VALUE("False", aw_cancel(future));
    CHECK(!aw_future_cancelled(future));
    return aw_none();
}

TEST_IN_LOOP(c26_a_cancelled_future_raises) {
    aw_value future = aw_future_new();
    aw_cancel(future);
    CHECK_VALUE("()", aw_exception_args(CHECK_RAISES(aw_future_exception(future), "CancelledError", "")));
    future = aw_future_new();
    aw_cancel_with(future, aw_string("m"));
    aw_value first = CHECK_RAISES(aw_future_result(future), "CancelledError", "m");
    aw_value second = CHECK_RAISES(aw_future_result(future), "CancelledError", "m");
    CHECK_VALUE("('m',)", aw_exception_args(first));
    CHECK(!aw_is(first, second));
    return aw_none();
}

TEST(c27_kinds) {
    CHECK(AW_CANCELLED_ERROR->parent == AW_BASE_EXCEPTION);
    CHECK(AW_INVALID_STATE_ERROR->parent == AW_EXCEPTION);
    CHECK(AW_TIMEOUT_ERROR->parent == AW_OS_ERROR);
}

static aw_value log_same(aw_value future, aw_value expected) {
    LOG("%s", aw_is(future, expected) ? "same" : "other");
    return aw_none();
}

TEST_IN_LOOP(c28_done_callbacks_are_called_soon) {
    AW_SCOPE {
        aw_value future = aw_future_new();
        aw_add_done_callback(future, log_same, future);
        aw_add_done_callback(future, log_done, aw_int(2));
        aw_future_set_result(future, aw_int(0));
        aw_add_done_callback(future, log_done, aw_int(3));
        aw_call_soon(log_it, aw_int(4));
    }
    CHECK_LOG("");
    AW_AWAIT(ticks(1));
    CHECK_LOG("same 2 3 4");
    return aw_none();
}

TEST_IN_LOOP(c29_the_same_callback_several_times) {
    aw_value future = aw_future_new(), one = aw_int(1);
    aw_add_done_callback(future, log_done, one);
    aw_add_done_callback(future, log_done, one);
    aw_add_done_callback(future, log_done, aw_int(2));
    aw_add_done_callback(future, log_done, one);
    CHECK_VALUE("3", aw_remove_done_callback(future, log_done, one));
    CHECK_VALUE("0", aw_remove_done_callback(future, log_done, one));
    aw_add_done_callback(future, log_done, one);
    aw_future_set_result(future, one);
    CHECK_VALUE("0", aw_remove_done_callback(future, log_done, one));
    AW_AWAIT(ticks(1));
    CHECK_LOG("2 1");
    return aw_none();
}

TEST_IN_LOOP(c30_callbacks_come_in_the_order_of_completion) {
    aw_value a = aw_future_new(), b = aw_future_new();
    for (int i = 1; i <= 2; i++) {
        aw_add_done_callback(a, log_done, aw_format("a%d", i));
        aw_add_done_callback(b, log_done, aw_format("b%d", i));
    }
    aw_future_set_result(b, aw_int(0));
    aw_future_set_result(a, aw_int(0));
    AW_AWAIT(ticks(1));
    CHECK_LOG("b1 b2 a1 a2");
    return aw_none();
}

static aw_value c31_bad(aw_value future, aw_value argument) {
    (void)future;
    return aw_raise(AW_VALUE_ERROR, "%s", aw_str(argument));
}

TEST_IN_LOOP(c31_a_done_callback_that_raises_is_reported) {
    aw_value future = aw_future_new();
    aw_add_done_callback(future, c31_bad, aw_string("v"));
    aw_add_done_callback(future, log_done, aw_string("next"));
    aw_future_set_result(future, aw_int(0));
    AW_AWAIT(ticks(1));
    CHECK_LOG("next");
    CHECK_LOOP_ERROR("Exception in callback c31_bad(): ValueError('v') (handle)");
    return aw_none();
}

/* -- awaiting -- */

TEST_IN_LOOP(c32_awaiting_what_is_done_does_not_suspend) {
    aw_value future = aw_future_new(), failed = aw_future_new();
    aw_future_set_result(future, aw_int(3));
    aw_future_set_exception(failed, aw_exception(AW_VALUE_ERROR, "v"));
    int before = iteration;
    CHECK_VALUE("3", aw_await(future));
    CHECK_RAISES(aw_await(failed), "ValueError", "v");
    CHECK_INT(before, iteration);
    return aw_none();
}

TEST_IN_LOOP(c33_awaiting_yields_the_future) {
    aw_value future = aw_future_new(), c = f(future);
    CHECK_SAME(future, STEP(c));
    aw_future_set_result(future, aw_int(2));
    CHECK_RETURNS("2", STEP(c));
    return aw_none();
}

TEST_IN_LOOP(c34_resumed_while_it_is_pending) {
    aw_value c = f(aw_future_new());
    CHECK(aw_is_future(STEP(c)));
    CHECK_RAISES(STEP(c), "RuntimeError", "await wasn't used with future");
    aw_value future = aw_future_new();
    c = f(future);
    CHECK_SAME(future, STEP(c));
    aw_future_set_result(future, aw_string("r"));
    CHECK_RETURNS("'r'", SEND_TEXT(c, "ignored"));
    return aw_none();
}

TEST_IN_LOOP(c35_awaited_while_nobody_took_the_yielded_future) {
    aw_value future = aw_future_new(), a = f(future);
    CHECK_SAME(future, STEP(a));
    CHECK_RAISES(STEP(f(future)), "RuntimeError", "await wasn't used with future");
    CHECK_NONE(aw_close(a));
    return aw_none();
}

TEST_IN_LOOP(c36_throw_and_close_leave_the_future_pending) {
    aw_value future = aw_future_new(), c = f(future);
    CHECK_SAME(future, STEP(c));
    CHECK_RAISES(THROW(c, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    CHECK(!aw_future_done(future));
    future = aw_future_new();
    c = f(future);
    CHECK_SAME(future, STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK(!aw_future_done(future));
    return aw_none();
}

AW_ASYNC(logs_result, (int, number), (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    LOG("%d:%s", number, aw_repr(aw_caught(r)));
    return aw_none();
}

TEST_IN_LOOP(c37_several_wait_for_one) {
    aw_value future = aw_future_new();
    for (int i = 0; i < 3; i++) CHECK(aw_is_task(aw_create_task(logs_result(i, future))));
    AW_AWAIT(ticks(1));
    aw_future_set_result(future, aw_string("v"));
    CHECK_LOG("");
    AW_AWAIT(ticks(1));
    CHECK_LOG("0:'v' 1:'v' 2:'v'");
    return aw_none();
}

TEST_IN_LOOP(c38_an_exception_that_was_never_retrieved) {
    AW_SCOPE { aw_future_set_exception(aw_future_new(), aw_exception(AW_VALUE_ERROR, "x")); }
    CHECK_LOOP_ERROR("Future exception was never retrieved: ValueError('x') (future)");
    AW_SCOPE {
        aw_value future = aw_future_new();
        aw_future_set_exception(future, aw_exception(AW_VALUE_ERROR, "x"));
        aw_future_exception(future);
        future = aw_future_new();
        aw_future_set_exception(future, aw_exception(AW_VALUE_ERROR, "x"));
        CHECK_VALUE("False", aw_cancel(future));
    }
    CHECK_NO_LOOP_ERROR();
    return aw_none();
}

TEST_IN_LOOP(c39_repr) {
    aw_value future = aw_future_new();
    CHECK_VALUE("<Future pending>", future);
    aw_future_set_result(future, aw_int(1));
    CHECK_VALUE("<Future finished result=1>", future);
    future = aw_future_new();
    aw_future_set_exception(future, aw_exception(AW_VALUE_ERROR, "x"));
    aw_future_exception(future);
    CHECK_VALUE("<Future finished exception=ValueError('x')>", future);
    future = aw_future_new();
    aw_cancel(future);
    CHECK_VALUE("<Future cancelled>", future);
    future = aw_future_new();
    aw_add_done_callback(future, log_done, aw_none());
    CHECK_VALUE("<Future pending cb=[log_done()]>", future);
    aw_add_done_callback(future, c31_bad, aw_none());
    CHECK_VALUE("<Future pending cb=[log_done(), c31_bad()]>", future);
    aw_add_done_callback(future, log_done, aw_none());
    CHECK_VALUE("<Future pending cb=[log_done(), <1 more>, log_done()]>", future);
    return aw_none();
}

TEST_IN_LOOP(c40_ensure_future) {
    aw_value future = aw_future_new();
    CHECK_SAME(future, aw_ensure_future(future));
    CHECK(aw_is_future(future) && !aw_is_future(aw_int(1)));
    aw_value task = aw_ensure_future(ret(aw_int(1)));
    CHECK(aw_is_task(task));
    CHECK_VALUE("1", aw_await(task));
    task = aw_ensure_future(IT(It, aw_none()));
    CHECK(aw_is_task(task));
    CHECK_VALUE("'end'", aw_await(task));
    CHECK_LOG("next next");
    CHECK_RAISES(aw_ensure_future(aw_int(4)), "TypeError", "An asyncio.Future, a coroutine or an awaitable is required");
    return aw_none();
}
