/* D1 to D15: locks and events. */
#include "awaitables.h"
#include "in_loop.h"

/* async with lock: log.append(name) */
AW_ASYNC(takes, (aw_value, lock), (const char *, name), (int, hold)) {
    AW_AWAIT(aw_lock_acquire(lock));
    LOG("%s", name);
    for (int i = 0; i < hold; i++) AW_AWAIT(aw_sleep(0));
    AW_TRY(aw_lock_release(lock));
    return aw_none();
}

AW_ASYNC(releases, (aw_value, lock)) { return aw_lock_release(lock); }

/* Awaits a task that may end with an error. */
static void join(aw_value task) {
    aw_value ended = aw_await(task);
    (void)ended;
}

TEST_IN_LOOP(d1_a_free_lock_is_taken_at_once) {
    aw_value lock = aw_lock_new();
    CHECK_RETURNS("True", STEP(aw_lock_acquire(lock)));
    CHECK(aw_lock_locked(lock));
    CHECK_NONE(AW_AWAIT(aw_create_task(releases(lock))));
    CHECK(!aw_lock_locked(lock));
    CHECK_RAISES(aw_lock_release(lock), "RuntimeError", "Lock is not acquired.");
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value again = aw_create_task(takes(lock, "not re-entrant", 0));
    AW_AWAIT(ticks(3));
    CHECK(!aw_future_done(again));
    CHECK_LOG("");
    aw_cancel(again);
    join(again);
    return aw_none();
}

TEST_IN_LOOP(d2_first_come_first_served) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value a = aw_create_task(takes(lock, "a", 1)), b = aw_create_task(takes(lock, "b", 1)), c = aw_create_task(takes(lock, "c", 1));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_lock_release(lock));
    AW_AWAIT(a);
    AW_AWAIT(b);
    AW_AWAIT(c);
    CHECK_LOG("a b c");
    return aw_none();
}

TEST_IN_LOOP(d3_release_does_not_hand_over) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value task = aw_create_task(aw_lock_acquire(lock));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_lock_release(lock));
    CHECK(!aw_lock_locked(lock) && !aw_future_done(task));
    AW_AWAIT(ticks(1));
    CHECK(aw_lock_locked(lock) && aw_future_done(task));
    return aw_none();
}

TEST_IN_LOOP(d4_no_barging) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value waits = aw_create_task(takes(lock, "waiter", 0));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_lock_release(lock));
    CHECK(!aw_lock_locked(lock));
    AW_AWAIT(takes(lock, "barger", 0));
    CHECK_LOG("waiter barger");
    AW_AWAIT(waits);
    return aw_none();
}

AW_ASYNC(takes_twice, (aw_value, lock), (const char *, name)) {
    AW_AWAIT(aw_lock_acquire(lock));
    for (int i = 0; i < 2; i++) {
        LOG("%s%d", name, i);
        AW_TRY(aw_lock_release(lock));
        AW_AWAIT(aw_lock_acquire(lock));
    }
    return aw_lock_release(lock);
}

TEST_IN_LOOP(d5_release_and_acquire_goes_to_the_back) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_gather(takes_twice(lock, "a"), takes_twice(lock, "b")));
    CHECK_LOG("a0 a1 b0 b1");
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value waits = aw_create_task(takes(lock, "waiter", 0));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_lock_release(lock));
    AW_AWAIT(aw_lock_acquire(lock));
    CHECK_LOG("waiter");
    AW_AWAIT(waits);
    return aw_none();
}

TEST_IN_LOOP(d6_a_cancelled_waiter_leaves) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value a = aw_create_task(takes(lock, "a", 0)), b = aw_create_task(takes(lock, "b", 0)), c = aw_create_task(takes(lock, "c", 0));
    AW_AWAIT(ticks(1));
    aw_cancel(b);
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<asyncio.locks.Lock object at 0x [locked, waiters:2]>", lock);
    CHECK_NONE(aw_lock_release(lock));
    AW_AWAIT(a);
    AW_AWAIT(c);
    CHECK(aw_future_cancelled(b));
    CHECK_LOG("a c");
    return aw_none();
}

TEST_IN_LOOP(d7_a_cancelled_waiter_passes_its_wakeup_on) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value a = aw_create_task(takes(lock, "a", 0)), b = aw_create_task(takes(lock, "b", 0));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_lock_release(lock));
    aw_cancel(a);
    AW_AWAIT(b);
    CHECK(aw_future_cancelled(a) && !aw_lock_locked(lock));
    CHECK_LOG("b");
    return aw_none();
}

TEST_IN_LOOP(d8_cancelled_waiters_do_not_count) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value a = aw_create_task(aw_lock_acquire(lock)), b = aw_create_task(aw_lock_acquire(lock));
    AW_AWAIT(ticks(1));
    aw_cancel(a);
    aw_cancel(b);
    CHECK_NONE(aw_lock_release(lock));
    CHECK_RETURNS("True", STEP(aw_lock_acquire(lock)));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(a) && aw_future_cancelled(b) && aw_lock_locked(lock));
    return aw_none();
}

TEST_IN_LOOP(d9_two_releases_before_the_waiter_ran) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value task = aw_create_task(aw_lock_acquire(lock));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_lock_release(lock));
    CHECK_RAISES(aw_lock_release(lock), "RuntimeError", "Lock is not acquired.");
    CHECK_VALUE("True", AW_AWAIT(task));
    return aw_none();
}

static aw_value raises_key_error_inside(aw_value lock) {
    AW_WITH(lock) { AW_TRY(aw_raise(AW_KEY_ERROR, "k")); }
    return aw_none();
}

AW_ASYNC(sleeps_inside, (aw_value, lock)) {
    AW_WITH(lock, entered) {
        CHECK_NONE(entered);
        AW_AWAIT(aw_sleep(10));
    }
    return aw_none();
}

TEST_IN_LOOP(d10_async_with_a_lock) {
    aw_value lock = aw_lock_new();
    AW_WITH(lock, entered) {
        CHECK_NONE(entered);
        CHECK(aw_lock_locked(lock));
    }
    CHECK_RAISES(raises_key_error_inside(lock), "KeyError", "'k'");
    CHECK_VALUE("<asyncio.locks.Lock object at 0x [unlocked]>", lock);
    aw_value task = aw_create_task(sleeps_inside(lock));
    AW_AWAIT(ticks(1));
    aw_value waits = aw_create_task(aw_lock_acquire(lock));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<asyncio.locks.Lock object at 0x [locked, waiters:1]>", lock);
    aw_cancel(task);
    AW_AWAIT(waits);
    CHECK(aw_future_cancelled(task));
    CHECK_VALUE("<asyncio.locks.Lock object at 0x [locked]>", lock);
    return aw_none();
}

/* -- events -- */

AW_ASYNC(waits_for, (aw_value, event), (const char *, name)) {
    aw_value waited = AW_AWAIT(aw_event_wait(event));
    LOG("%s:%s:%d", name, aw_repr(waited), aw_event_is_set(event));
    return aw_none();
}

TEST_IN_LOOP(d12_set_wakes_all) {
    aw_value event = aw_event_new();
    aw_value a = aw_create_task(waits_for(event, "a")), b = aw_create_task(waits_for(event, "b"));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_event_set(event));
    CHECK(aw_event_is_set(event));
    CHECK_LOG("");
    AW_AWAIT(ticks(1));
    CHECK_LOG("a:True:1 b:True:1");
    CHECK_RETURNS("True", STEP(aw_event_wait(event)));
    CHECK_NONE(aw_event_set(event));
    CHECK_NONE(aw_event_clear(event));
    CHECK(!aw_event_is_set(event));
    AW_AWAIT(a);
    AW_AWAIT(b);
    return aw_none();
}

TEST_IN_LOOP(d13_set_and_clear_release_those_that_waited) {
    aw_value event = aw_event_new(), task = aw_create_task(waits_for(event, "a"));
    AW_AWAIT(ticks(1));
    aw_event_set(event);
    aw_event_clear(event);
    AW_AWAIT(task);
    CHECK_LOG("a:True:0");
    return aw_none();
}

TEST_IN_LOOP(d14_who_comes_after_set_and_clear_waits) {
    aw_value event = aw_event_new(), a = aw_create_task(aw_event_wait(event));
    AW_AWAIT(ticks(1));
    aw_event_set(event);
    aw_event_clear(event);
    aw_value b = aw_create_task(aw_event_wait(event));
    AW_AWAIT(ticks(2));
    CHECK(aw_future_done(a) && !aw_future_done(b));
    aw_cancel(b);
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<asyncio.locks.Event object at 0x [unset]>", event);
    return aw_none();
}

TEST_IN_LOOP(d15_a_waiter_cancelled_after_set) {
    aw_value event = aw_event_new();
    CHECK_VALUE("<asyncio.locks.Event object at 0x [unset]>", event);
    aw_value a = aw_create_task(aw_event_wait(event));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<asyncio.locks.Event object at 0x [unset, waiters:1]>", event);
    aw_event_set(event);
    aw_cancel(a);
    AW_AWAIT(ticks(1));
    CHECK(aw_future_cancelled(a));
    CHECK_VALUE("<asyncio.locks.Event object at 0x [set]>", event);
    return aw_none();
}

/* -- what has no number -- */

TEST(locks_refuse_what_is_none_of_theirs) {
    aw_value five = aw_int(5), lock = aw_lock_new(), event = aw_event_new();
    CHECK_RAISES(aw_lock_acquire(five), "TypeError", "a Lock was expected, got int");
    CHECK_RAISES(aw_lock_release(event), "TypeError", "a Lock was expected, got Event");
    CHECK_RAISES(aw_event_wait(lock), "TypeError", "an Event was expected, got Lock");
    CHECK_RAISES(aw_event_set(five), "TypeError", "an Event was expected, got int");
    CHECK_RAISES(aw_event_clear(five), "TypeError", "an Event was expected, got int");
    CHECK_RAISES(aw_condition_new(five), "TypeError", "a Lock was expected, got int");
    CHECK_RAISES(aw_condition_wait(lock), "TypeError", "a Condition was expected, got Lock");
    CHECK_RAISES(aw_condition_wait_for(lock, NULL, five), "TypeError", "a Condition was expected, got Lock");
    CHECK_RAISES(aw_condition_acquire(five), "TypeError", "a Condition was expected, got int");
    CHECK_RAISES(aw_condition_release(five), "TypeError", "a Condition was expected, got int");
    CHECK_RAISES(aw_condition_notify_all(five), "TypeError", "a Condition was expected, got int");
    CHECK_RAISES(aw_semaphore_acquire(five), "TypeError", "a Semaphore was expected, got int");
    CHECK_RAISES(aw_semaphore_release(lock), "TypeError", "a Semaphore was expected, got Lock");
    CHECK_RAISES(aw_barrier_wait(five), "TypeError", "a Barrier was expected, got int");
    CHECK_RAISES(aw_barrier_reset(five), "TypeError", "a Barrier was expected, got int");
    CHECK_RAISES(aw_barrier_abort(five), "TypeError", "a Barrier was expected, got int");
    CHECK_RAISES(aw_lock_acquire(aw_raise(AW_KEY_ERROR, "k")), "KeyError", "'k'");
    CHECK(!aw_lock_locked(five) && !aw_event_is_set(five) && !aw_condition_locked(five) && !aw_semaphore_locked(five));
    CHECK(!aw_barrier_broken(five) && aw_barrier_parties(five) == 0 && aw_barrier_n_waiting(five) == 0);
}

/* A lock lives as long as somebody waits for it, and its waiters go with them. */
AW_ASYNC(waits_for_a_lock_of_its_own) {
    aw_value wait = aw_none();
    AW_SCOPE {
        aw_value lock = aw_lock_new();
        AW_AWAIT(aw_lock_acquire(lock));
        wait = aw_keep(aw_lock_acquire(lock));
    }
    return AW_AWAIT(wait);
}

TEST(a_waiter_that_is_dropped_leaves) {
    AW_SCOPE {
        aw_value c = waits_for_a_lock_of_its_own();
        CHECK_VALUE("<Future pending>", STEP(c));
    }
    CHECK_INT(0, check_live().objects);
    aw_value lock = aw_lock_new();
    CHECK_RETURNS("True", STEP(aw_lock_acquire(lock)));
    aw_value a = aw_lock_acquire(lock), b = aw_lock_acquire(lock);
    CHECK_VALUE("<Future pending>", STEP(a));
    CHECK_VALUE("<Future pending>", STEP(b));
    CHECK_NONE(aw_close(a));
    CHECK_RAISES(aw_throw(b, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    CHECK_VALUE("<asyncio.locks.Lock object at 0x [locked]>", lock);
}

TEST_IN_LOOP(ten_thousand_waiters_leave_from_the_end) {
    enum { COUNT = 10000 };
    aw_value lock = aw_lock_new(), tasks = aw_list_of(0, NULL);
    AW_AWAIT(aw_lock_acquire(lock));
    for (int i = 0; i < COUNT; i++) AW_SCOPE { AW_TRY(aw_append(tasks, aw_create_task(aw_lock_acquire(lock)))); }
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<asyncio.locks.Lock object at 0x [locked, waiters:10000]>", lock);
    for (int i = COUNT; i > 1; i--) aw_cancel(aw_item(tasks, (size_t)i - 1));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<asyncio.locks.Lock object at 0x [locked, waiters:1]>", lock);
    aw_lock_release(lock);
    join(aw_item(tasks, 0));
    CHECK(aw_lock_locked(lock));
    return aw_none();
}
