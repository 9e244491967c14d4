/* D16 to D24: conditions. */
#include "awaitables.h"
#include "in_loop.h"

/* async with condition: await condition.wait(); logs how that ended, and whether the lock is held then. */
AW_ASYNC(waits_on_condition, (aw_value, condition), (const char *, name)) {
    AW_WITH(condition) {
        aw_value waited = aw_await(aw_condition_wait(condition));
        LOG("%s:%s:%d", name, aw_repr(waited), aw_condition_locked(condition));
        AW_TRY(waited);
    }
    return aw_none();
}

AW_ASYNC(logs_inside, (aw_value, condition), (const char *, name)) {
    AW_WITH(condition) { LOG("%s", name); }
    return aw_none();
}

TEST_IN_LOOP(d16_the_lock_must_be_held) {
    aw_value condition = aw_condition_new(aw_none());
    CHECK_RAISES(aw_await(aw_condition_wait(condition)), "RuntimeError", "cannot wait on un-acquired lock");
    CHECK_RAISES(aw_condition_notify(condition, 1), "RuntimeError", "cannot notify on un-acquired lock");
    CHECK_RAISES(aw_condition_notify_all(condition), "RuntimeError", "cannot notify on un-acquired lock");
    return aw_none();
}

TEST_IN_LOOP(d17_notify_wakes_in_order_and_keeps_the_lock) {
    aw_value condition = aw_condition_new(aw_none());
    aw_value a = aw_create_task(waits_on_condition(condition, "a")), b = aw_create_task(waits_on_condition(condition, "b"));
    aw_value c = aw_create_task(waits_on_condition(condition, "c"));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<asyncio.locks.Condition object at 0x [unlocked, waiters:3]>", condition);
    aw_value queued = aw_none();
    AW_WITH(condition) {
        queued = aw_create_task(logs_inside(condition, "queued"));
        AW_AWAIT(ticks(1));
        CHECK_NONE(aw_condition_notify(condition, 2));
        AW_AWAIT(ticks(1));
        CHECK_LOG("");
        CHECK_VALUE("<asyncio.locks.Condition object at 0x [locked, waiters:1]>", condition);
    }
    AW_AWAIT(queued);
    AW_AWAIT(ticks(3));
    CHECK_LOG("queued a:True:1 b:True:1");
    AW_WITH(condition) { AW_TRY(aw_condition_notify_all(condition)); }
    AW_AWAIT(a);
    AW_AWAIT(b);
    AW_AWAIT(c);
    CHECK_LOG("c:True:1");
    return aw_none();
}

TEST_IN_LOOP(d18_a_notification_is_not_remembered) {
    aw_value condition = aw_condition_new(aw_none());
    AW_WITH(condition) {
        CHECK_NONE(aw_condition_notify(condition, 1));
        CHECK_NONE(aw_condition_notify(condition, 5));
    }
    aw_value task = aw_create_task(waits_on_condition(condition, "a"));
    AW_AWAIT(ticks(2));
    AW_WITH(condition) { CHECK_NONE(aw_condition_notify(condition, 0)); }
    AW_AWAIT(ticks(3));
    CHECK(!aw_future_done(task));
    AW_WITH(condition) { CHECK_NONE(aw_condition_notify_all(condition)); }
    AW_AWAIT(task);
    CHECK_LOG("a:True:1");
    return aw_none();
}

static aw_value last_of(aw_value list) {
    LOG("asked");
    return aw_length(list) ? aw_item(list, aw_length(list) - 1) : aw_none();
}
static aw_value raises_here(aw_value unused) {
    (void)unused;
    return aw_raise(AW_KEY_ERROR, "k");
}
static aw_value tries_to_wait(aw_value unused) {
    (void)unused;
    return aw_await(aw_suspend(aw_none()));
}

AW_ASYNC(waits_for_last, (aw_value, condition), (aw_value, list)) {
    aw_value result = aw_none();
    AW_WITH(condition) { result = AW_AWAIT(aw_condition_wait_for(condition, last_of, list)); }
    return result;
}

TEST_IN_LOOP(d19_wait_for_a_predicate) {
    aw_value condition = aw_condition_new(aw_none()), list = aw_list_of(0, NULL), task = aw_create_task(waits_for_last(condition, list));
    AW_AWAIT(ticks(1));
    const aw_value values[] = {aw_int(0), aw_string(""), aw_string("yes")};
    for (int i = 0; i < 3; i++) {
        AW_WITH(condition) {
            AW_TRY(aw_append(list, values[i]));
            AW_TRY(aw_condition_notify(condition, 1));
        }
        AW_AWAIT(ticks(3));
    }
    CHECK_VALUE("'yes'", AW_AWAIT(task));
    CHECK_LOG("asked asked asked asked");
    CHECK_VALUE("'yes'", AW_AWAIT(waits_for_last(condition, list)));
    CHECK_LOG("asked");
    CHECK_RAISES(aw_await(aw_condition_wait_for(condition, raises_here, aw_none())), "KeyError", "'k'");
    CHECK_RAISES(aw_await(aw_condition_wait_for(condition, tries_to_wait, aw_none())), "RuntimeError", NULL);
    aw_value unlocked = aw_await(aw_condition_wait_for(condition, last_of, aw_list_of(0, NULL)));
    CHECK_RAISES(unlocked, "RuntimeError", "cannot wait on un-acquired lock");
    CHECK_LOG("asked");
    return aw_none();
}

TEST_IN_LOOP(d20_a_cancelled_wait_acquires_first) {
    aw_value condition = aw_condition_new(aw_none()), task = aw_create_task(waits_on_condition(condition, "a"));
    AW_AWAIT(ticks(1));
    AW_AWAIT(aw_condition_acquire(condition));
    aw_cancel(task);
    AW_AWAIT(ticks(5));
    CHECK(!aw_future_done(task));
    CHECK_NONE(aw_condition_release(condition));
    AW_AWAIT(ticks(3));
    CHECK(aw_future_cancelled(task) && !aw_condition_locked(condition));
    CHECK_LOG("a:CancelledError():1");
    return aw_none();
}

TEST_IN_LOOP(d21_cancellations_while_acquiring_become_one) {
    aw_value condition = aw_condition_new(aw_none()), task = aw_create_task(waits_on_condition(condition, "a"));
    AW_AWAIT(ticks(1));
    AW_WITH(condition) {
        AW_TRY(aw_condition_notify(condition, 1));
        AW_AWAIT(ticks(1));
        aw_cancel_with(task, aw_string("one"));
        AW_AWAIT(ticks(1));
        aw_cancel_with(task, aw_string("two"));
        AW_AWAIT(ticks(2));
        CHECK(!aw_future_done(task));
    }
    AW_AWAIT(ticks(3));
    CHECK(aw_future_cancelled(task));
    CHECK_INT(2, aw_task_cancelling(task));
    CHECK_LOG("a:CancelledError():1");
    return aw_none();
}

/* Cancelled while it waits_on_condition, and again while it acquires: the new error has the first as its context. */
TEST_IN_LOOP(d21_the_first_cancellation_is_the_context) {
    aw_value condition = aw_condition_new(aw_none()), wait = aw_condition_wait(condition);
    AW_AWAIT(aw_condition_acquire(condition));
    aw_value waited = STEP(wait);
    CHECK_VALUE("<Future pending>", waited);
    AW_AWAIT(aw_condition_acquire(condition));
    waited = THROW(wait, aw_exception(AW_CANCELLED_ERROR, "first"));
    CHECK_VALUE("<Future pending>", waited);
    waited = THROW(wait, aw_exception(AW_CANCELLED_ERROR, "second"));
    CHECK_VALUE("<Future pending>", waited);
    aw_condition_release(condition);
    waited = STEP(wait);
    aw_value exception = CHECK_RAISES(waited, "CancelledError", "");
    CHECK_VALUE("CancelledError('first')", aw_exception_context(exception));
    CHECK(aw_condition_locked(condition));
    return aw_none();
}

TEST_IN_LOOP(d22_the_message_of_a_plain_cancellation_stays) {
    aw_value condition = aw_condition_new(aw_none()), task = aw_create_task(waits_on_condition(condition, "a"));
    AW_AWAIT(ticks(1));
    aw_cancel_with(task, aw_string("m"));
    AW_AWAIT(ticks(2));
    CHECK(aw_future_cancelled(task));
    CHECK_LOG("a:CancelledError('m'):1");
    return aw_none();
}

TEST_IN_LOOP(d23_a_cancelled_waiter_loses_its_notification) {
    aw_value condition = aw_condition_new(aw_none());
    aw_value a = aw_create_task(waits_on_condition(condition, "a")), b = aw_create_task(waits_on_condition(condition, "b"));
    AW_AWAIT(ticks(1));
    AW_WITH(condition) {
        AW_TRY(aw_condition_notify(condition, 1));
        aw_cancel(a);
    }
    AW_AWAIT(ticks(6));
    CHECK(aw_future_cancelled(a) && !aw_future_done(b));
    CHECK_LOG("a:CancelledError():1");
    aw_cancel(b);
    AW_AWAIT(ticks(3));
    CHECK_LOG("b:CancelledError():1");
    return aw_none();
}

TEST_IN_LOOP(d24_a_condition_with_a_lock_given_to_it) {
    aw_value lock = aw_lock_new(), condition = aw_condition_new(lock);
    AW_WITH(condition, entered) {
        CHECK_NONE(entered);
        CHECK(aw_lock_locked(lock) && aw_condition_locked(condition));
        CHECK_VALUE("<asyncio.locks.Condition object at 0x [locked]>", condition);
    }
    CHECK(!aw_lock_locked(lock));
    AW_AWAIT(aw_condition_acquire(condition));
    CHECK_NONE(aw_lock_release(lock));
    CHECK_RAISES(aw_condition_release(condition), "RuntimeError", "Lock is not acquired.");
    return aw_none();
}
