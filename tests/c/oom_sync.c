/* Locks and queues with each allocation failing. */
#include "out-of-memory.h"

AW_ASYNC(oom_holds, (aw_value, lock)) {
    AW_WITH(lock) { AW_AWAIT(aw_sleep(0)); }
    return aw_int(1);
}

AW_ASYNC(oom_waits, (aw_value, event), (aw_value, condition)) {
    AW_AWAIT(aw_event_wait(event));
    AW_WITH(condition) { AW_AWAIT(aw_condition_wait(condition)); }
    return aw_int(2);
}

AW_ASYNC(oom_wakes, (aw_value, event), (aw_value, condition)) {
    AW_AWAIT(aw_sleep(0));
    AW_TRY(aw_event_set(event));
    AW_AWAIT(aw_sleep(0));
    AW_AWAIT(aw_sleep(0));
    AW_WITH(condition) { AW_TRY(aw_condition_notify_all(condition)); }
    return aw_int(3);
}

AW_ASYNC(oom_locks) {
    aw_value lock = AW_TRY(aw_lock_new()), semaphore = AW_TRY(aw_semaphore_new(1)), event = AW_TRY(aw_event_new());
    aw_value condition = AW_TRY(aw_condition_new(lock));
    return AW_AWAIT(aw_gather(oom_holds(lock), oom_holds(semaphore), oom_holds(semaphore), oom_waits(event, condition), oom_wakes(event, condition)));
}
static aw_value locks(void) { return aw_run(oom_locks()); }

AW_ASYNC(oom_barriers) {
    aw_value barrier = AW_TRY(aw_barrier_new(2));
    aw_value passed = AW_AWAIT(aw_gather(aw_barrier_wait(barrier), aw_barrier_wait(barrier)));
    AW_AWAIT(aw_barrier_abort(barrier));
    aw_value r = aw_await(aw_barrier_wait(barrier));
    AW_EXCEPT(r, AW_BROKEN_BARRIER_ERROR) {}
    AW_TRY(r);
    AW_AWAIT(aw_barrier_reset(barrier));
    return passed;
}
static aw_value barriers(void) { return aw_run(oom_barriers()); }

AW_ASYNC(oom_produces, (aw_value, queue)) {
    for (int i = 0; i < 3; i++) AW_AWAIT(aw_queue_put(queue, aw_format("item %d", i)));
    return aw_none();
}

AW_ASYNC(oom_consumes, (aw_value, queue)) {
    aw_value items = AW_TRY(aw_list_of(0, NULL));
    for (int i = 0; i < 3; i++) {
        AW_TRY(aw_append(items, AW_AWAIT(aw_queue_get(queue))));
        AW_TRY(aw_queue_task_done(queue));
    }
    AW_AWAIT(aw_queue_join(queue));
    return items;
}

AW_ASYNC(oom_queues) {
    aw_value queue = AW_TRY(aw_queue_new(1));
    return AW_AWAIT(aw_gather(oom_consumes(queue), oom_produces(queue)));
}
static aw_value queues(void) { return aw_run(oom_queues()); }

static aw_value queues_in_order(void) {
    aw_value newest = AW_TRY(aw_lifo_queue_new(0)), smallest = AW_TRY(aw_priority_queue_new(0));
    for (int i = 0; i < 20; i++) {
        aw_value item = AW_TRY(AW_LIST(aw_int(i % 7), aw_int(i)));
        AW_TRY(aw_queue_put_nowait(newest, item));
        AW_TRY(aw_queue_put_nowait(smallest, item));
    }
    aw_value last = AW_TRY(aw_queue_get_nowait(newest)), first = AW_TRY(aw_queue_get_nowait(smallest));
    AW_TRY(aw_string(aw_repr(smallest)));
    return AW_LIST(last, first);
}

TEST_OOM(locks, "[1, 1, 1, 2, 3]")
TEST_OOM(barriers, "[0, 1]")
TEST_OOM(queues, "[['item 0', 'item 1', 'item 2'], None]")
TEST_OOM(queues_in_order, "[[5, 19], [0, 0]]")
