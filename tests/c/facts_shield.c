/* C91 to C94: shield. */
#include "awaitables.h"
#include "in_loop.h"

AW_ASYNC(s_work, (double, delay), (aw_value, exception)) {
    aw_value r = aw_await(aw_sleep(delay));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        LOG("cancelled%s", aw_repr(aw_exception_args(e)));
        return aw_reraise();
    }
    AW_TRY(r);
    LOG("finished");
    return aw_is_none(exception) ? aw_string("W") : aw_raise_exception(exception);
}
AW_ASYNC(s_shields, (aw_value, awaitable)) { return AW_AWAIT(aw_shield(awaitable)); }

TEST_IN_LOOP(c91_shield) {
    aw_value f = aw_future_new();
    aw_future_set_result(f, aw_int(1));
    CHECK_SAME(f, aw_shield(f));
    CHECK_VALUE("'W'", AW_AWAIT(aw_shield(s_work(1, aw_none()))));
    CHECK_RAISES(aw_await(aw_shield(s_work(1, aw_exception(AW_VALUE_ERROR, "no")))), "ValueError", "no");
    CHECK_RAISES(aw_shield(aw_int(1)), "TypeError", "An asyncio.Future, a coroutine or an awaitable is required");
    CHECK_LOG("finished finished");
    return aw_none();
}

TEST_IN_LOOP(c92_the_awaiter_is_cancelled) {
    aw_value inner = aw_create_task(s_work(1, aw_none())), outer = aw_create_task(s_shields(inner));
    AW_AWAIT(ticks(2));
    aw_cancel_with(outer, aw_string("m"));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(outer) && !aw_future_done(inner));
    CHECK_VALUE("'W'", AW_AWAIT(inner));
    CHECK_LOG("finished");
    return aw_none();
}

TEST_IN_LOOP(c93_the_inner_is_cancelled) {
    aw_value inner = aw_create_task(s_work(9, aw_none())), outer = aw_create_task(s_shields(inner));
    AW_AWAIT(ticks(2));
    aw_cancel_with(inner, aw_string("m"));
    CHECK_RAISES(aw_await(outer), "CancelledError", "");
    CHECK_INT(0, aw_task_cancelling(outer));
    CHECK_LOG("cancelled('m',)");
    aw_value f = aw_future_new(), shielded = aw_shield(f);
    aw_future_set_result(f, aw_int(3));
    CHECK(!aw_future_done(shielded));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_done(shielded));
    CHECK_VALUE("3", aw_future_result(shielded));
    return aw_none();
}

TEST_IN_LOOP(c94_a_late_exception_is_reported) {
    AW_SCOPE {
        aw_value outer = aw_create_task(s_shields(s_work(1, aw_exception(AW_VALUE_ERROR, "late"))));
        AW_AWAIT(ticks(2));
        aw_cancel(outer);
        CHECK_RAISES(aw_await(outer), "CancelledError", "");
    }
    AW_AWAIT(aw_sleep(2));
    CHECK_LOOP_ERROR("Task exception was never retrieved: ValueError('late') (future)");
    CHECK_LOG("finished");
    return aw_none();
}
