/* C63 to C90: cancelling tasks. */
#include "awaitables.h"
#include "in_loop.h"

/* Sleeps for ever; logs its name where it is cancelled. */
AW_ASYNC(cancel_logs, (const char *, name), (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        LOG("%s%s", name, aw_repr(aw_exception_args(e)));
        return aw_reraise();
    }
    return r;
}

/* Swallows one cancellation, then returns `value`. */
AW_ASYNC(cancel_swallows, (aw_value, value)) {
    aw_value r = aw_await(aw_sleep(100));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {}
    AW_TRY(r);
    return value;
}

TEST_IN_LOOP(c63_cancel_of_a_task) {
    aw_value task = aw_create_task(ret(aw_none()));
    AW_AWAIT(task);
    CHECK_VALUE("False", aw_cancel(task));
    CHECK_INT(0, aw_task_cancelling(task));
    task = aw_create_task(aw_sleep(9));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("True", aw_cancel(task));
    CHECK_VALUE("True", aw_cancel(task));
    CHECK_INT(2, aw_task_cancelling(task));
    CHECK(!aw_future_cancelled(task) && !aw_future_done(task));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(task));
    CHECK_INT(2, aw_task_cancelling(task));
    return aw_none();
}

TEST_IN_LOOP(c64_uncancel_withdraws_nothing) {
    aw_value task = aw_create_task(aw_sleep(9));
    CHECK_VALUE("0", aw_task_uncancel(task));
    aw_cancel(task);
    aw_cancel(task);
    CHECK_VALUE("1", aw_task_uncancel(task));
    CHECK_VALUE("0", aw_task_uncancel(task));
    CHECK_VALUE("0", aw_task_uncancel(task));
    AW_AWAIT(ticks(2));
    CHECK(aw_future_cancelled(task));
    return aw_none();
}

TEST_IN_LOOP(c65_cancelled_before_the_first_step) {
    aw_value coroutine = cancel_logs("ran", aw_future_new()), task = aw_create_task(coroutine);
    aw_cancel_with(task, aw_string("m"));
    CHECK(!aw_future_done(task));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(task));
    CHECK_STATE("CORO_CLOSED", coroutine);
    CHECK_LOG("");
    CHECK_QUIET();
    CHECK_RAISES(aw_await(task), "CancelledError", "m");
    return aw_none();
}

TEST_IN_LOOP(c66_the_awaited_future_is_cancelled_at_once) {
    aw_value future = aw_future_new(), task = aw_create_task(cancel_logs("CE", future));
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    CHECK(aw_future_cancelled(future) && !aw_future_done(task));
    CHECK_LOG("");
    AW_AWAIT(ticks(1));
    CHECK_LOG("CE()");
    CHECK(aw_future_cancelled(task));
    return aw_none();
}

TEST_IN_LOOP(c67_so_all_that_await_it_are_cancelled) {
    aw_value future = aw_future_new(), a = aw_create_task(f(future)), b = aw_create_task(f(future));
    AW_AWAIT(ticks(1));
    aw_cancel(a);
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(a) && aw_future_cancelled(b));
    CHECK_INT(0, aw_task_cancelling(b));
    return aw_none();
}

static int c68_begin;
AW_ASYNC(c68_logs, (const char *, name), (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_FINALLY(r) { LOG("%s+%d", name, iteration - c68_begin); }
    return r;
}

TEST_IN_LOOP(c68_the_request_goes_on_to_the_awaited_task) {
    aw_value inner = aw_create_task(c68_logs("inner", aw_sleep(9))), outer = aw_create_task(c68_logs("outer", inner));
    AW_AWAIT(ticks(1));
    c68_begin = iteration;
    aw_cancel(outer);
    CHECK_INT(1, aw_task_cancelling(inner));
    CHECK_INT(1, aw_task_cancelling(outer));
    CHECK(!aw_future_done(inner));
    AW_AWAIT(ticks(3));
    CHECK_LOG("inner+1 outer+2");
    CHECK(aw_future_cancelled(inner) && aw_future_cancelled(outer));
    return aw_none();
}

TEST_IN_LOOP(c69_an_inner_task_that_swallows_it) {
    aw_value outer = aw_create_task(f(aw_create_task(cancel_swallows(aw_string("v")))));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("True", aw_cancel(outer));
    CHECK_VALUE("'v'", AW_AWAIT(outer));
    CHECK_INT(1, aw_task_cancelling(outer));
    CHECK(!aw_future_cancelled(outer));
    return aw_none();
}

AW_ASYNC(cancel_converts) {
    aw_value r = aw_await(aw_sleep(9));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) { return aw_raise(AW_VALUE_ERROR, "conv"); }
    return r;
}

TEST_IN_LOOP(c70_an_inner_task_that_converts_it) {
    aw_value outer = aw_create_task(f(aw_create_task(cancel_converts())));
    AW_AWAIT(ticks(1));
    aw_cancel(outer);
    CHECK_RAISES(aw_await(outer), "ValueError", "conv");
    return aw_none();
}

TEST_IN_LOOP(c71_it_passes_all_coroutines_in_one_step) {
    aw_value task = aw_create_task(cancel_logs("b", cancel_logs("a", aw_sleep(9))));
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    CHECK_LOG("a() b()");
    CHECK(aw_future_cancelled(task));
    return aw_none();
}

TEST_IN_LOOP(c72_cancelled_in_a_sleep_of_nothing) {
    aw_value task = aw_create_task(cancel_logs("CE", aw_sleep(0)));
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    CHECK_LOG("CE()");
    return aw_none();
}

/* -- a task that cancels itself -- */

AW_ASYNC(c73_cancels_itself, (aw_value, done)) {
    aw_value lock = aw_lock_new();
    aw_cancel(aw_current_task());
    LOG("%s", aw_repr(AW_AWAIT(done)));
    LOG("%s", aw_repr(AW_AWAIT(ret(aw_int(2)))));
    LOG("%s", aw_repr(AW_AWAIT(aw_lock_acquire(lock))));
    return AW_AWAIT(cancel_logs("CE", aw_sleep(0)));
}

TEST_IN_LOOP(c73_it_raises_at_the_next_await_that_suspends) {
    aw_value done = aw_future_new();
    aw_future_set_result(done, aw_int(1));
    aw_value task = aw_create_task(c73_cancels_itself(done));
    AW_AWAIT(ticks(3));
    CHECK_LOG("1 2 True CE()");
    CHECK(aw_future_cancelled(task));
    return aw_none();
}

AW_ASYNC(c74_cancels_itself, (aw_value, future)) {
    aw_cancel_with(aw_current_task(), aw_string("me"));
    int before = iteration;
    aw_value r = aw_await(cancel_logs("", future));
    LOG("+%d", iteration - before);
    return r;
}

TEST_IN_LOOP(c74_the_awaited_future_is_cancelled_as_it_suspends) {
    aw_value future = aw_future_new(), task = aw_create_task(c74_cancels_itself(future));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(future));
    AW_AWAIT(ticks(1));
    CHECK_LOG("('me',) +1");
    CHECK(aw_future_cancelled(task));
    return aw_none();
}

AW_ASYNC(c75_cancels_itself, (aw_value, result)) {
    aw_cancel_with(aw_current_task(), aw_string("q"));
    return aw_type_of(result) == AW_TYPE_EXCEPTION ? aw_raise_exception(result) : result;
}

TEST_IN_LOOP(c75_a_result_is_lost_and_an_error_wins) {
    aw_value task = aw_create_task(c75_cancels_itself(aw_int(5)));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(task));
    CHECK_RAISES(aw_await(task), "CancelledError", "q");
    task = aw_create_task(c75_cancels_itself(aw_exception(AW_VALUE_ERROR, "x")));
    AW_AWAIT(ticks(1));
    CHECK(!aw_future_cancelled(task));
    CHECK_VALUE("ValueError('x')", aw_future_exception(task));
    return aw_none();
}

TEST_IN_LOOP(c76_swallowing_it_undoes_it) {
    aw_value task = aw_create_task(cancel_swallows(aw_string("v")));
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    CHECK_VALUE("'v'", AW_AWAIT(task));
    CHECK(!aw_future_cancelled(task));
    CHECK_INT(1, aw_task_cancelling(task));
    return aw_none();
}

AW_ASYNC(c77_cleans_up) {
    aw_value r = aw_await(aw_sleep(9));
    AW_FINALLY(r) {
        aw_value cleanup = aw_await(aw_sleep(1));
        if (!aw_is_error(cleanup)) LOG("clean");
        AW_EXCEPT(cleanup, AW_CANCELLED_ERROR) {
            LOG("again");
            return aw_reraise();
        }
    }
    return r;
}

TEST_IN_LOOP(c77_cleanup_can_await_and_be_cancelled_again) {
    aw_value task = aw_create_task(c77_cleans_up());
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(aw_sleep(2));
    CHECK_LOG("clean");
    CHECK(aw_future_cancelled(task));
    task = aw_create_task(c77_cleans_up());
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    CHECK_LOG("again");
    CHECK(aw_future_cancelled(task));
    return aw_none();
}

TEST_IN_LOOP(c78_c79_a_task_that_ends_with_it_is_cancelled) {
    static const aw_kind own_kind = {"My", AW_CANCELLED_ERROR};
    aw_value task = aw_create_task(raises(aw_exception(AW_CANCELLED_ERROR, "own")));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(task));
    CHECK_INT(0, aw_task_cancelling(task));
    aw_value future = aw_future_new();
    aw_cancel(future);
    task = aw_create_task(f(future));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(task));
    task = aw_create_task(raises(aw_exception(&own_kind, "")));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(task));
    CHECK_RAISES(aw_await(task), "My", "");
    return aw_none();
}

/* -- messages -- */

TEST_IN_LOOP(c80_the_message_is_the_argument) {
    aw_value task = aw_create_task(cancel_logs("", aw_future_new()));
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    task = aw_create_task(cancel_logs("", aw_future_new()));
    AW_AWAIT(ticks(1));
    aw_cancel_with(task, aw_string("m"));
    AW_AWAIT(ticks(1));
    CHECK_LOG("() ('m',)");
    return aw_none();
}

AW_ASYNC(c81_keeps, (aw_value, list)) {
    aw_value r = aw_await(aw_sleep(9));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        AW_TRY(aw_append(list, e));
        return aw_reraise();
    }
    return r;
}

TEST_IN_LOOP(c81_the_first_to_ask_gets_the_very_error) {
    aw_value seen = aw_list_of(0, NULL), task = aw_create_task(c81_keeps(seen));
    AW_AWAIT(ticks(1));
    aw_cancel_with(task, aw_string("m"));
    aw_value first = CHECK_RAISES(aw_await(task), "CancelledError", "m");
    CHECK_SAME(aw_item(seen, 0), first);
    aw_value second = CHECK_RAISES(aw_await(task), "CancelledError", "");
    CHECK(!aw_is(second, aw_item(seen, 0)));
    CHECK_RAISES(aw_future_exception(task), "CancelledError", "");
    return aw_none();
}

AW_ASYNC(c82_cancels_twice, (aw_value, awaitable)) {
    aw_value task = aw_create_task(cancel_logs("", awaitable));
    AW_AWAIT(ticks(1));
    aw_cancel_with(task, aw_string("1"));
    aw_cancel_with(task, aw_string("2"));
    return AW_AWAIT(ticks(1));
}

TEST_IN_LOOP(c82_which_of_two_messages_wins) {
    AW_AWAIT(c82_cancels_twice(aw_future_new()));
    AW_AWAIT(c82_cancels_twice(aw_sleep(0)));
    CHECK_LOG("('1',) ('2',)");
    aw_value task = aw_create_task(ret(aw_none()));
    aw_cancel_with(task, aw_string("1"));
    aw_cancel_with(task, aw_string("2"));
    CHECK_RAISES(aw_await(task), "CancelledError", "2");
    return aw_none();
}

/* -- races -- */

TEST_IN_LOOP(c83_cancelled_when_the_future_is_done_already) {
    aw_value future = aw_future_new(), task = aw_create_task(cancel_logs("CE", future));
    AW_AWAIT(ticks(1));
    aw_future_set_result(future, aw_string("r"));
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    CHECK_LOG("CE()");
    CHECK(aw_future_cancelled(task));
    CHECK_VALUE("'r'", aw_future_result(future));
    return aw_none();
}

AW_ASYNC(c84_logs_context, (aw_value, future)) {
    aw_value r = aw_await(future);
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) {
        LOG("%s %s", aw_repr(e), aw_repr(aw_exception_context(e)));
        return aw_reraise();
    }
    return r;
}

TEST_IN_LOOP(c84_cancelled_when_the_future_has_failed_already) {
    aw_value future = aw_future_new(), task = aw_create_task(c84_logs_context(future));
    AW_AWAIT(ticks(1));
    aw_future_set_exception(future, aw_exception(AW_VALUE_ERROR, ""));
    aw_future_exception(future);
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    CHECK_LOG("CancelledError() None");
    return aw_none();
}

TEST_IN_LOOP(c85_setting_a_result_after_the_cancellation) {
    aw_value future = aw_future_new(), task = aw_create_task(f(future));
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    CHECK_RAISES(aw_future_set_result(future, aw_int(1)), "InvalidStateError", "invalid state");
    AW_AWAIT(ticks(1));
    return aw_none();
}

AW_ASYNC(c86_asks, (aw_value, task)) {
    aw_value r = aw_await(task);
    AW_EXCEPT(r, AW_CANCELLED_ERROR) { return aw_int(aw_task_cancelling(aw_current_task())); }
    return r;
}

TEST_IN_LOOP(c86_cancelling_tells_who_was_cancelled) {
    aw_value inner = aw_create_task(aw_sleep(9)), task = aw_create_task(c86_asks(inner));
    AW_AWAIT(ticks(1));
    aw_cancel(inner);
    CHECK_VALUE("0", AW_AWAIT(task));
    return aw_none();
}

AW_ASYNC(c87_awaits_again, (aw_value, future)) {
    int iterations[2] = {0};
    for (int i = 0; i < 2; i++) {
        aw_value r = aw_await(future);
        AW_EXCEPT(r, AW_CANCELLED_ERROR) { iterations[i] = iteration; }
    }
    return aw_bool(iterations[0] == iterations[1]);
}

TEST_IN_LOOP(c87_awaiting_the_cancelled_future_again) {
    aw_value task = aw_create_task(c87_awaits_again(aw_future_new()));
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    CHECK_VALUE("True", AW_AWAIT(task));
    return aw_none();
}

TEST_IN_LOOP(c88_others_that_wait_for_the_same_are_unaffected) {
    aw_value event = aw_event_new(), a = aw_create_task(aw_event_wait(event)), b = aw_create_task(aw_event_wait(event));
    AW_AWAIT(ticks(1));
    aw_cancel(a);
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(a) && !aw_future_done(b));
    aw_event_set(event);
    CHECK_VALUE("True", AW_AWAIT(b));
    return aw_none();
}

AW_ASYNC(c89_fails_in_cleanup) {
    aw_value r = aw_await(aw_sleep(9));
    AW_FINALLY(r) { return aw_raise(AW_VALUE_ERROR, "x"); }
    return r;
}

TEST_IN_LOOP(c89_an_error_in_the_cleanup) {
    aw_value task = aw_create_task(c89_fails_in_cleanup());
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    CHECK(!aw_future_cancelled(task));
    CHECK_VALUE("CancelledError()", aw_exception_context(aw_future_exception(task)));
    return aw_none();
}

TEST_IN_LOOP(c90_cancel_counts_as_having_seen_the_error) {
    AW_SCOPE {
        aw_value task = aw_create_task(raises(aw_exception(AW_VALUE_ERROR, "")));
        AW_AWAIT(ticks(1));
        CHECK_VALUE("False", aw_cancel(task));
    }
    CHECK_NO_LOOP_ERROR();
    return aw_none();
}
