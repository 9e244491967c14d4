/* C103 to C113, C150, C173, C190: timeouts. */
#include "awaitables.h"
#include "in_loop.h"

/* An error as the macros of its caller see it. */
static aw_value seen(aw_value r) { return AW_TRY(r); }

/* async with timeout(limit): await awaitable */
static aw_value within(double limit, aw_value awaitable) {
    AW_WITH(aw_timeout(limit)) { return AW_AWAIT(awaitable); }
    return aw_none();
}
AW_ASYNC(t_within, (double, limit), (aw_value, awaitable)) { return within(limit, awaitable); }

static int cancelling(void) { return (int)aw_task_cancelling(aw_current_task()); }

TEST_IN_LOOP(c103_expiry) {
    aw_value t = aw_timeout(1), r = aw_none();
    AW_WITH_INTO(r, t, entered) {
        CHECK_SAME(t, entered);
        CHECK_VALUE("<Timeout [active] when=1.0>", t);
        r = aw_await(aw_sleep(5));
    }
    aw_value e = CHECK_RAISES(r, "TimeoutError", "");
    CHECK_VALUE("CancelledError()", aw_exception_cause(e));
    CHECK_SAME(aw_exception_cause(e), aw_exception_context(e));
    CHECK(aw_timeout_expired(t));
    CHECK_VALUE("<Timeout [expired]>", t);
    CHECK_INT(0, cancelling());
    return aw_none();
}

TEST_IN_LOOP(c104_in_time) {
    aw_value t = aw_timeout(2), never = aw_timeout(AW_NO_TIMEOUT);
    CHECK_VALUE("<Timeout [created]>", t);
    AW_WITH(t) { AW_AWAIT(aw_sleep(1)); }
    CHECK_VALUE("<Timeout [finished]>", t);
    CHECK(!aw_timeout_expired(t) && aw_timeout_when(t) == 2);
    AW_WITH(never) {
        CHECK_VALUE("<Timeout [active] when=None>", never);
        AW_AWAIT(aw_sleep(99));
    }
    CHECK(aw_timeout_when(never) != aw_timeout_when(never)); /* NaN */
    AW_WITH(aw_timeout_at(aw_time() + 1), at) { CHECK(aw_timeout_when(at) == 101); }
    return aw_none();
}

TEST_IN_LOOP(c105_no_time_at_all) {
    aw_value t = aw_timeout(0);
    AW_WITH(t) { LOG("ran"); }
    CHECK(!aw_timeout_expired(t));
    CHECK_RAISES(seen(within(-1, aw_sleep(0))), "TimeoutError", "");
    CHECK_LOG("ran");
    return aw_none();
}

TEST_IN_LOOP(c106_swallowed) {
    aw_value t = aw_timeout(1);
    AW_WITH(t) {
        aw_value r = aw_await(aw_sleep(5));
        AW_EXCEPT(r, AW_CANCELLED_ERROR) { CHECK_INT(1, cancelling()); }
    }
    CHECK(aw_timeout_expired(t));
    CHECK_INT(0, cancelling());
    return aw_none();
}

static aw_value converts(void) {
    AW_WITH(aw_timeout(1)) {
        aw_value r = aw_await(aw_sleep(5));
        AW_EXCEPT(r, AW_CANCELLED_ERROR) { return aw_raise(AW_KEY_ERROR); }
    }
    return aw_none();
}
TEST_IN_LOOP(c107_converted) {
    aw_value e = CHECK_RAISES(converts(), "KeyError", NULL);
    CHECK_VALUE("CancelledError()", aw_exception_context(e));
    return aw_none();
}

static aw_value cancel_it(aw_value task) { return aw_cancel_with(task, aw_string("outside")); }

TEST_IN_LOOP(c108_cancelled_from_outside) {
    aw_value before = aw_create_task(t_within(3, aw_sleep(9))), both = aw_create_task(t_within(3, aw_sleep(9)));
    AW_AWAIT(ticks(1));
    aw_call_later(1, cancel_it, before);
    aw_call_later(3, cancel_it, both);
    CHECK_RAISES(aw_await(before), "CancelledError", "outside");
    CHECK_RAISES(aw_await(both), "CancelledError", NULL);
    CHECK_INT(1, aw_task_cancelling(both));
    return aw_none();
}

AW_ASYNC(t_swallows_first) {
    aw_value r = aw_await(aw_sleep(9));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {}
    CHECK_INT(1, cancelling());
    CHECK_RAISES(seen(within(1, aw_sleep(9))), "TimeoutError", "");
    CHECK_INT(1, cancelling());
    return aw_none();
}
TEST_IN_LOOP(c109_cancelled_before_it_was_entered) {
    aw_value task = aw_create_task(t_swallows_first());
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(task);
    return aw_none();
}

/* What leaves the inner block, after checking it. */
static aw_value nested(double outer, double inner, const char *leaves) {
    aw_value t = aw_timeout(inner), r = aw_none();
    AW_WITH(aw_timeout(outer)) {
        AW_WITH_INTO(r, t, entered) { r = aw_await(aw_sleep(9)); }
        CHECK_RAISES(r, leaves, "");
        LOG("%s", aw_timeout_expired(t) ? "expired" : "");
        AW_TRY(r);
    }
    return aw_none();
}
TEST_IN_LOOP(c110_c111_nested) {
    CHECK_RAISES(seen(nested(5, 1, "TimeoutError")), "TimeoutError", "");
    CHECK_RAISES(seen(nested(1, 5, "CancelledError")), "TimeoutError", "");
    CHECK_RAISES(seen(nested(1, 1, "CancelledError")), "TimeoutError", "");
    CHECK_INT(0, cancelling());
    CHECK_LOG("expired  expired");
    return aw_none();
}

static aw_value enter_in_callback(aw_value t) {
    aw_value r = aw_send(aw_aenter(t), aw_none());
    CHECK_RAISES(r, "RuntimeError", "Timeout should be used inside a task");
    return aw_none();
}
TEST_IN_LOOP(c112_states) {
    aw_value t = aw_timeout(1), r = aw_none();
    CHECK_RAISES(aw_timeout_reschedule(t, 1), "RuntimeError", "Timeout has not been entered");
    aw_call_soon(enter_in_callback, t);
    AW_AWAIT(ticks(1));
    AW_WITH(t) { CHECK_RAISES(aw_await(aw_aenter(t)), "RuntimeError", "Timeout has already been entered"); }
    CHECK_RAISES(aw_timeout_reschedule(t, 1), "RuntimeError", "Cannot change state of finished Timeout");
    t = aw_timeout(0);
    AW_WITH_INTO(r, t, entered) {
        r = aw_await(aw_sleep(0));
        CHECK(aw_timeout_expired(t));
        CHECK_RAISES(aw_timeout_reschedule(t, 1), "RuntimeError", "Cannot change state of expiring Timeout");
    }
    CHECK_RAISES(r, "TimeoutError", "");
    CHECK_RAISES(aw_timeout_reschedule(t, 1), "RuntimeError", "Cannot change state of expired Timeout");
    CHECK_RAISES(aw_timeout_reschedule(aw_int(1), 1), "TypeError", "a Timeout was expected, got int");
    return aw_none();
}

AW_ASYNC(t_rescheduled, (double, when)) {
    AW_WITH(aw_timeout(1), t) {
        AW_TRY(aw_timeout_reschedule(t, when));
        AW_AWAIT(aw_sleep(2));
    }
    return aw_string("finished");
}
TEST_IN_LOOP(c113_reschedule) {
    CHECK_VALUE("'finished'", AW_AWAIT(t_rescheduled(AW_NO_TIMEOUT)));
    CHECK_VALUE("'finished'", AW_AWAIT(t_rescheduled(aw_time() + 3)));
    CHECK_RAISES(aw_await(t_rescheduled(-5)), "TimeoutError", "");
    CHECK(aw_time() == 4);
    return aw_none();
}

AW_ASYNC(t_group) {
    AW_WITH(aw_task_group_new(), group) { AW_TRY(aw_task_group_create_task(group, aw_sleep(9))); }
    return aw_none();
}
TEST_IN_LOOP(c150_c190_what_it_cancels) {
    CHECK_RAISES(seen(within(1, t_group())), "TimeoutError", "");
    CHECK(aw_time() == 1);
    aw_value task = aw_create_task(aw_sleep(9)), shielded = aw_create_task(aw_sleep(9));
    CHECK_RAISES(seen(within(1, task)), "TimeoutError", "");
    CHECK(aw_future_cancelled(task));
    CHECK_RAISES(seen(within(1, aw_shield(shielded))), "TimeoutError", "");
    CHECK(!aw_future_done(shielded));
    return aw_none();
}
