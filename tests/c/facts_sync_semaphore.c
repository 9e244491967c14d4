/* D25 to D38: semaphores and barriers. */
#include "awaitables.h"
#include "in_loop.h"

AW_ASYNC(acquires, (aw_value, semaphore), (const char *, name)) {
    AW_AWAIT(aw_semaphore_acquire(semaphore));
    LOG("%s", name);
    return aw_none();
}

#define CHECK_SEMAPHORE(state, semaphore) CHECK_VALUE("<asyncio.locks.Semaphore object at 0x [" state "]>", semaphore)

TEST_IN_LOOP(d25_a_semaphore_counts) {
    CHECK_RAISES(aw_semaphore_new(-1), "ValueError", "Semaphore initial value must be >= 0");
    CHECK_RAISES(aw_bounded_semaphore_new(-1), "ValueError", "Semaphore initial value must be >= 0");
    aw_value semaphore = aw_semaphore_new(2);
    CHECK_RETURNS("True", STEP(aw_semaphore_acquire(semaphore)));
    CHECK_SEMAPHORE("unlocked, value:1", semaphore);
    CHECK(!aw_semaphore_locked(semaphore));
    AW_AWAIT(aw_semaphore_acquire(semaphore));
    CHECK(aw_semaphore_locked(semaphore));
    return aw_none();
}

TEST_IN_LOOP(d26_release_hands_the_unit_over) {
    aw_value semaphore = aw_semaphore_new(1);
    AW_AWAIT(aw_semaphore_acquire(semaphore));
    aw_value task = aw_create_task(aw_semaphore_acquire(semaphore));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_semaphore_release(semaphore));
    CHECK(aw_semaphore_locked(semaphore) && !aw_future_done(task));
    CHECK_VALUE("True", AW_AWAIT(task));
    CHECK_SEMAPHORE("locked", semaphore);
    return aw_none();
}

TEST_IN_LOOP(d27_no_barging) {
    aw_value semaphore = aw_semaphore_new(1);
    AW_AWAIT(aw_semaphore_acquire(semaphore));
    aw_value task = aw_create_task(acquires(semaphore, "first"));
    AW_AWAIT(ticks(1));
    aw_semaphore_release(semaphore);
    aw_semaphore_release(semaphore);
    CHECK(aw_semaphore_locked(semaphore));
    CHECK_SEMAPHORE("locked, waiters:1", semaphore);
    int before = iteration;
    AW_AWAIT(acquires(semaphore, "second"));
    CHECK_LOG("first second");
    CHECK_INT(before + 2, iteration);
    AW_AWAIT(task);
    return aw_none();
}

TEST_IN_LOOP(d28_as_many_wake_as_were_released) {
    aw_value semaphore = aw_semaphore_new(0);
    aw_value a = aw_create_task(acquires(semaphore, "a")), b = aw_create_task(acquires(semaphore, "b"));
    aw_value c = aw_create_task(acquires(semaphore, "c"));
    AW_AWAIT(ticks(1));
    aw_semaphore_release(semaphore);
    aw_semaphore_release(semaphore);
    AW_AWAIT(ticks(1));
    CHECK_LOG("a b");
    aw_semaphore_release(semaphore);
    AW_AWAIT(c);
    CHECK_LOG("c");
    AW_AWAIT(a);
    AW_AWAIT(b);
    return aw_none();
}

TEST_IN_LOOP(d29_a_cancelled_waiter_gives_its_unit_back) {
    aw_value semaphore = aw_semaphore_new(0);
    aw_value a = aw_create_task(aw_semaphore_acquire(semaphore)), b = aw_create_task(aw_semaphore_acquire(semaphore));
    AW_AWAIT(ticks(1));
    aw_cancel(a);
    AW_AWAIT(ticks(1));
    aw_semaphore_release(semaphore);
    CHECK_VALUE("True", AW_AWAIT(b));
    CHECK_SEMAPHORE("locked", semaphore);
    a = aw_create_task(aw_semaphore_acquire(semaphore));
    b = aw_create_task(aw_semaphore_acquire(semaphore));
    AW_AWAIT(ticks(1));
    aw_semaphore_release(semaphore);
    aw_cancel(a);
    CHECK_VALUE("True", AW_AWAIT(b));
    CHECK(aw_future_cancelled(a));
    CHECK_SEMAPHORE("locked", semaphore);
    a = aw_create_task(aw_semaphore_acquire(semaphore));
    AW_AWAIT(ticks(1));
    aw_semaphore_release(semaphore);
    aw_cancel(a);
    AW_AWAIT(ticks(1));
    CHECK_SEMAPHORE("unlocked, value:1", semaphore);
    return aw_none();
}

TEST_IN_LOOP(d30_a_bounded_semaphore) {
    aw_value semaphore = aw_semaphore_new(1), bounded = aw_bounded_semaphore_new(1);
    CHECK_NONE(aw_semaphore_release(semaphore));
    CHECK_SEMAPHORE("unlocked, value:2", semaphore);
    CHECK_RAISES(aw_semaphore_release(bounded), "ValueError", "BoundedSemaphore released too many times");
    AW_AWAIT(aw_semaphore_acquire(bounded));
    CHECK_NONE(aw_semaphore_release(bounded));
    CHECK_VALUE("<asyncio.locks.BoundedSemaphore object at 0x [unlocked, value:1]>", bounded);
    return aw_none();
}

TEST_IN_LOOP(d31_the_repr_of_a_semaphore) {
    aw_value semaphore = aw_semaphore_new(2);
    CHECK_SEMAPHORE("unlocked, value:2", semaphore);
    AW_WITH(semaphore, entered) {
        CHECK_NONE(entered);
        AW_AWAIT(aw_semaphore_acquire(semaphore));
        CHECK_SEMAPHORE("locked", semaphore);
        aw_value task = aw_create_task(aw_semaphore_acquire(semaphore));
        AW_AWAIT(ticks(1));
        CHECK_SEMAPHORE("locked, waiters:1", semaphore);
        aw_semaphore_release(semaphore);
        AW_AWAIT(task);
    }
    CHECK_SEMAPHORE("unlocked, value:1", semaphore);
    return aw_none();
}

/* -- barriers -- */

AW_ASYNC(passes, (aw_value, barrier), (const char *, name)) {
    aw_value index = AW_AWAIT(aw_barrier_wait(barrier));
    LOG("%s%s", name, aw_repr(index));
    return index;
}

#define CHECK_BARRIER(state, barrier) CHECK_VALUE("<asyncio.locks.Barrier object at 0x [" state "]>", barrier)

TEST_IN_LOOP(d32_a_barrier_opens_when_all_are_there) {
    CHECK_RAISES(aw_barrier_new(0), "ValueError", "parties must be > 0");
    aw_value barrier = aw_barrier_new(3);
    aw_value a = aw_create_task(passes(barrier, "a")), b = aw_create_task(passes(barrier, "b"));
    AW_AWAIT(ticks(1));
    CHECK_INT(2, aw_barrier_n_waiting(barrier));
    CHECK_BARRIER("filling, waiters:2/3", barrier);
    CHECK_RETURNS("2", STEP(passes(barrier, "me")));
    CHECK_BARRIER("draining, waiters:0/3", barrier);
    AW_AWAIT(a);
    AW_AWAIT(b);
    CHECK_LOG("me2 a0 b1");
    return aw_none();
}

TEST_IN_LOOP(d33_a_barrier_is_used_again) {
    aw_value barrier = aw_barrier_new(2);
    for (int i = 0; i < 2; i++) CHECK_VALUE("[0, 1]", AW_AWAIT(aw_gather(aw_barrier_wait(barrier), aw_barrier_wait(barrier))));
    CHECK_INT(2, aw_barrier_parties(barrier));
    CHECK_INT(0, aw_barrier_n_waiting(barrier));
    CHECK(!aw_barrier_broken(barrier));
    CHECK_BARRIER("filling, waiters:0/2", barrier);
    return aw_none();
}

TEST_IN_LOOP(d34_who_comes_while_it_empties_is_in_the_next_round) {
    aw_value barrier = aw_barrier_new(2), a = aw_create_task(aw_barrier_wait(barrier));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("1", AW_AWAIT(aw_barrier_wait(barrier)));
    aw_value b = aw_create_task(aw_barrier_wait(barrier));
    AW_AWAIT(ticks(4));
    CHECK_VALUE("0", aw_future_result(a));
    CHECK(!aw_future_done(b));
    CHECK_INT(1, aw_barrier_n_waiting(barrier));
    AW_AWAIT(aw_barrier_wait(barrier));
    CHECK_VALUE("0", AW_AWAIT(b));
    return aw_none();
}

TEST_IN_LOOP(d35_a_cancelled_party_just_leaves) {
    aw_value barrier = aw_barrier_new(2), a = aw_create_task(aw_barrier_wait(barrier));
    AW_AWAIT(ticks(1));
    aw_cancel(a);
    AW_AWAIT(ticks(3));
    CHECK(aw_future_cancelled(a) && !aw_barrier_broken(barrier));
    CHECK_INT(0, aw_barrier_n_waiting(barrier));
    CHECK_VALUE("[0, 1]", AW_AWAIT(aw_gather(aw_barrier_wait(barrier), aw_barrier_wait(barrier))));
    return aw_none();
}

TEST_IN_LOOP(d36_a_broken_barrier) {
    aw_value barrier = aw_barrier_new(2), a = aw_create_task(aw_barrier_wait(barrier));
    AW_AWAIT(ticks(1));
    CHECK_NONE(AW_AWAIT(aw_barrier_abort(barrier)));
    CHECK_RAISES(aw_await(a), "BrokenBarrierError", "Abort or reset of barrier");
    aw_value broken = CHECK_RAISES(aw_await(aw_barrier_wait(barrier)), "BrokenBarrierError", "Barrier aborted");
    CHECK(aw_barrier_broken(barrier) && aw_matches(broken, AW_RUNTIME_ERROR));
    CHECK_BARRIER("broken", barrier);
    CHECK_NONE(AW_AWAIT(aw_barrier_reset(barrier)));
    CHECK(!aw_barrier_broken(barrier));
    return aw_none();
}

TEST_IN_LOOP(d37_reset_sends_all_away) {
    aw_value barrier = aw_barrier_new(2), a = aw_create_task(aw_barrier_wait(barrier));
    AW_AWAIT(ticks(1));
    CHECK_NONE(AW_AWAIT(aw_barrier_reset(barrier)));
    CHECK_BARRIER("resetting, waiters:0/2", barrier);
    CHECK_RAISES(aw_await(a), "BrokenBarrierError", "Abort or reset of barrier");
    CHECK(!aw_barrier_broken(barrier));
    CHECK_VALUE("[0, 1]", AW_AWAIT(aw_gather(aw_barrier_wait(barrier), aw_barrier_wait(barrier))));
    return aw_none();
}

TEST_IN_LOOP(d38_async_with_a_barrier) {
    aw_value barrier = aw_barrier_new(1);
    AW_WITH(barrier, index) { CHECK_VALUE("0", index); }
    CHECK_BARRIER("filling, waiters:0/1", barrier);
    return aw_none();
}
