/* How many iterations of the loop pass between an await and its resumption. */
#include "program.h"

static int iterations;
static aw_value count(aw_value unused) {
    iterations++;
    return aw_call_soon(count, unused);
}

static void cost(const char *label, aw_value awaitable) {
    int before = iterations;
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_BASE_EXCEPTION) {}
    printf("%s %d\n", label, iterations - before);
}

AW_ASYNC(co) { return aw_int(1); }
AW_ASYNC(one) { return AW_AWAIT(aw_sleep(0)); }
AW_ASYNC(bad) { return aw_raise(AW_VALUE_ERROR); }

static aw_value set_result(aw_value future) { return aw_future_set_result(future, aw_int(1)); }
static aw_value done(void) {
    aw_value f = AW_TRY(aw_future_new());
    AW_TRY(set_result(f));
    return f;
}
static aw_value done_soon(void) {
    aw_value f = AW_TRY(aw_future_new());
    AW_TRY(aw_call_soon(set_result, f));
    return f;
}

AW_ASYNC(group, (int, tasks), (bool, fails)) {
    AW_WITH(aw_task_group_new(), g) {
        for (int i = 0; i < tasks; i++) AW_TRY(aw_task_group_create_task(g, fails ? bad() : co()));
    }
    return aw_none();
}
AW_ASYNC(within, (double, limit), (bool, sleeps)) {
    AW_WITH(aw_timeout(limit)) {
        if (sleeps) AW_AWAIT(aw_sleep(0));
    }
    return aw_none();
}

AW_ASYNC(waits_for_ever) { return AW_AWAIT(aw_future_new()); }
AW_ASYNC(cancels_itself) {
    aw_cancel(aw_current_task());
    return AW_AWAIT(aw_future_new());
}
AW_ASYNC(cancels_another) {
    aw_value t = AW_TRY(aw_create_task(waits_for_ever()));
    AW_AWAIT(aw_sleep(0));
    aw_cancel(t);
    return AW_AWAIT(t);
}

AW_ASYNC(lock_free) { return AW_AWAIT(aw_lock_acquire(aw_lock_new())); }
AW_ASYNC(lock_contended) {
    aw_value lock = AW_TRY(aw_lock_new());
    AW_AWAIT(aw_lock_acquire(lock));
    AW_TRY(aw_call_soon(aw_lock_release, lock));
    return AW_AWAIT(aw_lock_acquire(lock));
}
AW_ASYNC(queue_ready) {
    aw_value queue = AW_TRY(aw_queue_new(0));
    AW_AWAIT(aw_queue_put(queue, aw_int(1)));
    return AW_AWAIT(aw_queue_get(queue));
}
static aw_value put_one(aw_value queue) { return aw_queue_put_nowait(queue, aw_int(1)); }
AW_ASYNC(queue_wait) {
    aw_value queue = AW_TRY(aw_queue_new(0));
    AW_TRY(aw_call_soon(put_one, queue));
    return AW_AWAIT(aw_queue_get(queue));
}
AW_ASYNC(event_wait) {
    aw_value event = AW_TRY(aw_event_new());
    AW_TRY(aw_call_soon(aw_event_set, event));
    return AW_AWAIT(aw_event_wait(event));
}
AW_ASYNC(semaphore_wait) {
    aw_value semaphore = AW_TRY(aw_semaphore_new(0));
    AW_TRY(aw_call_soon(aw_semaphore_release, semaphore));
    return AW_AWAIT(aw_semaphore_acquire(semaphore));
}
AW_ASYNC(notifies, (aw_value, condition)) {
    AW_WITH(condition) { AW_TRY(aw_condition_notify(condition, 1)); }
    return aw_none();
}
AW_ASYNC(condition_wait) {
    aw_value condition = AW_TRY(aw_condition_new(aw_none()));
    AW_WITH(condition) {
        AW_TRY(aw_create_task(notifies(condition)));
        AW_AWAIT(aw_condition_wait(condition));
    }
    return aw_none();
}
AW_ASYNC(barrier_wait) {
    aw_value barrier = AW_TRY(aw_barrier_new(2));
    AW_TRY(aw_create_task(aw_barrier_wait(barrier)));
    return AW_AWAIT(aw_barrier_wait(barrier));
}
AW_ASYNC_GENERATOR(items) {
    AW_YIELD(aw_int(1));
    AW_AWAIT(aw_sleep(0));
    AW_YIELD(aw_int(2));
    return aw_none();
}
AW_ASYNC(iterates) {
    AW_ASYNC_FOR(item, items()) {}
    return aw_none();
}

static void structured(void) {
    cost("gather()", aw_gather_list(aw_list_of(0, NULL), false));
    cost("gather 1", aw_gather(co()));
    cost("gather 3", aw_gather(co(), co(), co()));
    cost("gather done future", aw_gather(done()));
    cost("gather failing", aw_gather(bad(), one()));
    cost("gather nested", aw_gather(aw_gather(co())));
    cost("wait task", aw_wait(AW_LIST(aw_create_task(co())), AW_ALL_COMPLETED, AW_NO_TIMEOUT));
    cost("wait done", aw_wait(AW_LIST(done()), AW_ALL_COMPLETED, AW_NO_TIMEOUT));
    cost("wait first of two", aw_wait(AW_LIST(aw_create_task(co()), aw_create_task(one())), AW_FIRST_COMPLETED, AW_NO_TIMEOUT));
    cost("wait_for None", aw_wait_for(co(), AW_NO_TIMEOUT));
    cost("wait_for coroutine", aw_wait_for(co(), 5));
    cost("wait_for done future", aw_wait_for(done(), 5));
    cost("wait_for 0 coroutine", aw_wait_for(co(), 0));
    cost("shield coroutine", aw_shield(co()));
    cost("shield done", aw_shield(done()));
    cost("taskgroup empty", group(0, false));
    cost("taskgroup 1", group(1, false));
    cost("taskgroup 3", group(3, false));
    cost("taskgroup failing", group(1, true));
    cost("timeout nothing", within(5, false));
    cost("timeout sleep(0)", within(5, true));
    cost("timeout(0) sleep(0)", within(0, true));
}

AW_ASYNC(everything) {
    aw_call_soon(count, aw_none());
    AW_AWAIT(aw_sleep(0));
    cost("coroutine", co());
    cost("coroutine with sleep(0)", one());
    cost("done future", done());
    cost("future set by call_soon", done_soon());
    cost("sleep(0)", aw_sleep(0));
    cost("task", aw_create_task(co()));
    cost("task with sleep(0)", aw_create_task(one()));
    cost("failing task", aw_create_task(bad()));
    structured();
    cost("cancelled task", cancels_another());
    cost("self-cancelled task", aw_create_task(cancels_itself()));
    cost("lock free", lock_free());
    cost("lock contended", lock_contended());
    cost("queue ready", queue_ready());
    cost("queue wait", queue_wait());
    cost("event", event_wait());
    cost("semaphore", semaphore_wait());
    cost("condition", condition_wait());
    cost("barrier last", barrier_wait());
    cost("async for", iterates());
    return aw_none();
}

PROGRAM {
    aw_value ended = aw_run(everything());
    if (aw_is_error(ended)) printf("!! %s\n", aw_repr(aw_caught(ended)));
}
