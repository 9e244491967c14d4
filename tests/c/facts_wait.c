/* C127 to C135: wait and as_completed. C95 to C102, C167, C185 to C187: wait_for. */
#include "awaitables.h"
#include "in_loop.h"

AW_ASYNC(w_work, (const char *, name), (double, delay), (aw_value, exception)) {
    AW_AWAIT(aw_sleep(delay));
    return aw_is_none(exception) ? aw_string(name) : aw_raise_exception(exception);
}
static aw_value works(const char *name, double delay) { return aw_create_task(w_work(name, delay, aw_none())); }
static aw_value fails(const char *name, double delay) { return aw_create_task(w_work(name, delay, aw_exception(AW_VALUE_ERROR, "%s", name))); }
/* "done/pending" of what wait() gave. */
static const char *counts(aw_value both) {
    if (aw_is_error(both)) return aw_repr(both);
    return aw_as_string(aw_format("%zu/%zu", aw_length(aw_item(both, 0)), aw_length(aw_item(both, 1))));
}

TEST_IN_LOOP(c127_wait_gives_the_same_objects) {
    aw_value a = works("a", 2), b = fails("b", 1), both = AW_AWAIT(aw_wait(AW_LIST(a, b, a), AW_ALL_COMPLETED, AW_NO_TIMEOUT));
    CHECK_TEXT("2/0", counts(both));
    CHECK_SAME(a, aw_item(aw_item(both, 0), 0));
    CHECK_SAME(b, aw_item(aw_item(both, 0), 1));
    CHECK_RAISES(aw_future_result(b), "ValueError", "b");
    return aw_none();
}

TEST_IN_LOOP(c128_what_wait_refuses) {
    aw_value none = aw_list_of(0, NULL);
    CHECK_RAISES(aw_await(aw_wait(none, AW_ALL_COMPLETED, AW_NO_TIMEOUT)), "ValueError", "Set of Tasks/Futures is empty.");
    CHECK_RAISES(aw_await(aw_wait(aw_future_new(), AW_ALL_COMPLETED, 1)), "TypeError", "expect a list of futures, not Future");
    aw_value c = ret(aw_none());
    CHECK_RAISES(aw_await(aw_wait(c, AW_ALL_COMPLETED, 1)), "TypeError", "expect a list of futures, not coroutine");
    CHECK_RAISES(aw_await(aw_wait(AW_LIST(c), AW_ALL_COMPLETED, 1)), "TypeError", "Passing coroutines is forbidden, use tasks explicitly.");
    CHECK_RAISES(aw_await(aw_wait(AW_LIST(c), (aw_when)7, 1)), "ValueError", "Invalid return_when value: 7");
    CHECK_RAISES(aw_await(aw_wait(AW_LIST(aw_int(5)), AW_ALL_COMPLETED, 1)), "AttributeError", "'int' object has no attribute 'add_done_callback'");
    return AW_AWAIT(c);
}

TEST_IN_LOOP(c129_c130_when_to_return) {
    aw_value list = AW_LIST(works("a", 1), works("b", 1), works("c", 2));
    CHECK_TEXT("2/1", counts(aw_await(aw_wait(list, AW_FIRST_COMPLETED, AW_NO_TIMEOUT))));
    aw_value t = works("t", 9);
    list = AW_LIST(works("a", 1), fails("b", 2), works("c", 3), t);
    aw_cancel(t); /* no exception */
    CHECK_TEXT("3/1", counts(aw_await(aw_wait(list, AW_FIRST_EXCEPTION, AW_NO_TIMEOUT))));
    CHECK(aw_time() == 3);
    CHECK_TEXT("2/0", counts(aw_await(aw_wait(AW_LIST(works("a", 1), works("b", 2)), AW_FIRST_EXCEPTION, AW_NO_TIMEOUT))));
    return aw_none();
}

TEST_IN_LOOP(c131_a_timeout_cancels_nobody) {
    aw_value a = works("a", 1), b = works("b", 3), both = AW_AWAIT(aw_wait(AW_LIST(a, b), AW_ALL_COMPLETED, 2));
    CHECK_TEXT("1/1", counts(both));
    CHECK(aw_time() == 2);
    CHECK_INT(0, aw_task_cancelling(b));
    CHECK_TEXT("0/1", counts(aw_await(aw_wait(AW_LIST(b), AW_ALL_COMPLETED, 0))));
    CHECK_VALUE("'b'", AW_AWAIT(b));
    return aw_none();
}

AW_ASYNC(w_waits, (aw_value, list)) { return AW_AWAIT(aw_wait(list, AW_ALL_COMPLETED, 5)); }

TEST_IN_LOOP(c132_cancelling_who_waits) {
    aw_value a = works("a", 3), waiter = aw_create_task(w_waits(AW_LIST(a)));
    AW_AWAIT(ticks(2));
    aw_cancel_with(waiter, aw_string("m"));
    CHECK_RAISES(aw_await(waiter), "CancelledError", "m");
    CHECK(!aw_future_done(a));
    CHECK_VALUE("'a'", AW_AWAIT(a));
    return aw_none();
}

TEST_IN_LOOP(c133_c167_what_is_done_costs_two_iterations) {
    aw_value f = aw_future_new();
    aw_future_set_result(f, aw_int(1));
    int before = iteration;
    CHECK_TEXT("1/0", counts(aw_await(aw_wait(AW_LIST(f), AW_ALL_COMPLETED, AW_NO_TIMEOUT))));
    CHECK_INT(2, iteration - before);
    CHECK_VALUE("1", AW_AWAIT(aw_wait_for(f, 5)));
    CHECK_INT(4, iteration - before);
    CHECK_VALUE("1", AW_AWAIT(aw_shield(f)));
    CHECK_INT(4, iteration - before);
    return aw_none();
}

TEST_IN_LOOP(c134_as_completed) {
    aw_value a = works("a", 3), iterator = aw_as_completed(AW_LIST(a, works("b", 1), fails("c", 2), a), AW_NO_TIMEOUT);
    aw_value first = AW_TRY(aw_next(iterator));
    CHECK_TEXT("coroutine", aw_type_name(first));
    CHECK_TEXT("as_completed.<locals>._wait_for_one", aw_coroutine_qualname(first));
    CHECK_VALUE("'b'", AW_AWAIT(first));
    CHECK_RAISES(aw_await(AW_TRY(aw_next(iterator))), "ValueError", "c");
    CHECK_VALUE("'a'", AW_AWAIT(AW_TRY(aw_next(iterator))));
    CHECK_RETURNS("None", aw_next(iterator));
    return aw_none();
}

TEST_IN_LOOP(c135_as_completed_with_a_timeout) {
    aw_value slow = works("slow", 9);
    int rounds = 0;
    AW_EACH(next, aw_as_completed(AW_LIST(works("b", 1), slow, works("slower", 10)), 2)) {
        aw_value r = aw_await(next);
        if (rounds++ == 0) CHECK_VALUE("'b'", r);
        else CHECK_RAISES(r, "TimeoutError", "");
    }
    CHECK_INT(3, rounds);
    CHECK(aw_time() == 2);
    CHECK_INT(0, aw_task_cancelling(slow));
    CHECK_RAISES(aw_next(aw_as_completed(slow, 1)), "TypeError", "expect an iterable of futures, not Task");
    return aw_none();
}

/* -- wait_for -- */

/* Sleeps; what it does when it is cancelled: cleans up for a while, then returns or raises. */
AW_ASYNC(w_stubborn, (double, cleanup), (aw_value, then)) {
    aw_value r = aw_await(aw_sleep(100));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        LOG("cancelled%s", aw_repr(aw_exception_args(e)));
        if (cleanup > 0) AW_AWAIT(aw_sleep(cleanup));
        LOG("cleaned");
        if (aw_is_none(then)) return aw_reraise();
        return aw_type_of(then) == AW_TYPE_EXCEPTION ? aw_raise_exception(then) : then;
    }
    return r;
}
AW_ASYNC(w_runs_in, (aw_value, task)) { return aw_bool(aw_is(aw_current_task(), task)); }

TEST_IN_LOOP(c95_no_timeout_is_a_plain_await) {
    CHECK_VALUE("True", AW_AWAIT(aw_wait_for(w_runs_in(aw_current_task()), AW_NO_TIMEOUT)));
    CHECK_VALUE("False", AW_AWAIT(aw_wait_for(w_runs_in(aw_current_task()), 1)));
    aw_value unused = aw_wait_for(aw_none(), 1);
    CHECK_TEXT("wait_for", aw_coroutine_qualname(unused));
    return aw_close(unused);
}

TEST_IN_LOOP(c96_no_time_at_all) {
    aw_value f = aw_future_new();
    aw_future_set_result(f, aw_int(1));
    CHECK_VALUE("1", AW_AWAIT(aw_wait_for(f, 0)));
    aw_value c = w_stubborn(0, aw_none());
    CHECK_RAISES(aw_await(aw_wait_for(c, -1)), "TimeoutError", "");
    CHECK_STATE("CORO_CLOSED", c);
    CHECK_LOG(""); /* it never ran */
    return aw_none();
}

TEST_IN_LOOP(c97_c98_the_timeout_waits_for_the_end) {
    aw_value e = CHECK_RAISES(aw_await(aw_wait_for(w_stubborn(2, aw_none()), 1)), "TimeoutError", "");
    CHECK_VALUE("()", aw_exception_args(e));
    CHECK_VALUE("CancelledError()", aw_exception_cause(e));
    CHECK(aw_time() == 3);
    CHECK_VALUE("'anyway'", AW_AWAIT(aw_wait_for(w_stubborn(0, aw_string("anyway")), 1)));
    CHECK_RAISES(aw_await(aw_wait_for(w_stubborn(0, aw_exception(AW_KEY_ERROR, "k")), 1)), "KeyError", NULL);
    CHECK_LOG("cancelled() cleaned cancelled() cleaned cancelled() cleaned");
    return aw_none();
}

AW_ASYNC(w_waits_for, (aw_value, awaitable), (double, timeout)) { return AW_AWAIT(aw_wait_for(awaitable, timeout)); }

TEST_IN_LOOP(c99_c185_the_waiter_is_cancelled) {
    aw_value waiter = aw_create_task(w_waits_for(w_stubborn(2, aw_none()), 50));
    AW_AWAIT(ticks(2));
    aw_cancel_with(waiter, aw_string("m"));
    CHECK_RAISES(aw_await(waiter), "CancelledError", "m");
    CHECK(aw_time() == 2);
    CHECK_LOG("cancelled() cleaned");
    waiter = aw_create_task(w_waits_for(w_stubborn(0, aw_string("dropped")), 50));
    AW_AWAIT(ticks(2));
    aw_cancel(waiter);
    CHECK_RAISES(aw_await(waiter), "CancelledError", "");
    AW_SCOPE {
        aw_value other = aw_create_task(w_waits_for(w_stubborn(0, aw_exception(AW_KEY_ERROR, "x")), 50));
        AW_AWAIT(ticks(2));
        aw_cancel(other);
        CHECK_RAISES(aw_await(other), "CancelledError", "");
    }
    CHECK_LOOP_ERROR("Task exception was never retrieved: KeyError('x') (future)");
    CHECK_LOG("cancelled() cleaned cancelled() cleaned");
    return aw_none();
}

TEST_IN_LOOP(c100_c186_the_result_wins_over_a_cancellation) {
    aw_value f = aw_future_new(), waiter = aw_create_task(w_waits_for(f, 5));
    AW_AWAIT(ticks(2));
    aw_future_set_result(f, aw_int(7));
    aw_cancel(waiter);
    CHECK_VALUE("7", AW_AWAIT(waiter));
    CHECK_INT(1, aw_task_cancelling(waiter));
    f = aw_future_new();
    waiter = aw_create_task(w_waits_for(f, 5));
    AW_AWAIT(ticks(2));
    aw_future_set_exception(f, aw_exception(AW_VALUE_ERROR, "v"));
    aw_cancel(waiter);
    CHECK_RAISES(aw_await(waiter), "ValueError", "v");
    return aw_none();
}

TEST_IN_LOOP(c101_c102_the_end_of_the_inner) {
    aw_value f = aw_future_new();
    aw_call_later(1, finish_it, f);
    CHECK_VALUE("0", AW_AWAIT(aw_wait_for(f, 1))); /* both in one iteration */
    CHECK(aw_time() == 1);
    aw_value t = works("t", 9), waiter = aw_create_task(w_waits_for(t, 5));
    AW_AWAIT(ticks(2));
    aw_cancel_with(t, aw_string("m"));
    CHECK_RAISES(aw_await(waiter), "CancelledError", "m");
    CHECK_INT(0, aw_task_cancelling(waiter));
    return aw_none();
}

TEST_IN_LOOP(c187_a_second_cancel_abandons_the_wait) {
    aw_value inner = aw_create_task(w_stubborn(5, aw_none())), waiter = aw_create_task(w_waits_for(inner, 50));
    AW_AWAIT(ticks(2));
    aw_cancel_with(waiter, aw_string("first"));
    AW_AWAIT(ticks(2));
    aw_cancel_with(waiter, aw_string("second"));
    CHECK_RAISES(aw_await(waiter), "CancelledError", "second");
    CHECK(aw_time() == 0 && !aw_future_done(inner));
    AW_AWAIT(aw_sleep(6));
    CHECK(aw_future_cancelled(inner));
    CHECK_LOG("cancelled() cleaned");
    return aw_none();
}
