/* A great many of everything: tasks, timers, cancellations, failing callbacks; and a program in which each allocation fails once. */
#include "awaitables.h"
#include "in_loop.h"
#include "out-of-memory.h"

enum { TASKS = 100000, TIMERS = 1000000, SLEEPERS = 10000, CANCELLED = 2000 };

/* A small generator of numbers, the same in every run. */
static uint32_t random_state;
static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)random_state * limit) >> 32);
}

static int64_t ended, misplaced, next_in_order;

static void note_order(int64_t number, int64_t all) {
    if (number != next_in_order) misplaced++;
    next_in_order = (number + 1) % all;
    ended++;
}

/* -- tasks and timers -- */

AW_ASYNC(many_takes_turns, (int, number)) {
    for (int i = 0; i < 2; i++) {
        AW_AWAIT(aw_sleep(0));
        note_order(number, TASKS);
    }
    return aw_int(number);
}

TEST_IN_LOOP(a_hundred_thousand_tasks) {
    ended = misplaced = next_in_order = 0;
    AW_FOR(int i = 0; i < TASKS; i++) AW_TRY(aw_create_task(many_takes_turns(i)));
    AW_AWAIT(ticks(3));
    CHECK_INT(2 * TASKS, ended);
    CHECK_INT(0, misplaced);
    CHECK_INT(1, aw_length(aw_all_tasks()));
    return aw_none();
}

static double last_deadline;
static aw_value many_fires(aw_value number) {
    (void)number;
    if (aw_time() < last_deadline) misplaced++;
    last_deadline = aw_time();
    ended++;
    return aw_none();
}

TEST_IN_LOOP(a_million_timers) {
    ended = misplaced = 0;
    last_deadline = 0;
    random_state = 1;
    for (int i = 0; i < TIMERS; i++) {
        AW_SCOPE {
            aw_value timer = AW_TRY(aw_call_later(random_below(1000000) * 1e-3, many_fires, aw_int(i)));
            if (i % 4 == 0) aw_handle_cancel(timer);
        }
    }
    AW_AWAIT(aw_sleep(1001));
    CHECK_INT(TIMERS / 4 * 3, ended);
    CHECK_INT(0, misplaced);
    CHECK(aw_loop_next_timer() > 1e300);
    return aw_none();
}

AW_ASYNC(many_sleeps, (int, number)) {
    AW_AWAIT(aw_sleep(1 + number * 1e-6));
    for (int i = 0; i < 3; i++) {
        AW_AWAIT(aw_sleep(0.01));
        note_order(number, SLEEPERS);
    }
    return aw_none();
}

TEST_IN_LOOP(sleeps_of_ten_milliseconds_stay_in_order) {
    ended = misplaced = next_in_order = 0;
    AW_FOR(int i = 0; i < SLEEPERS; i++) AW_TRY(aw_create_task(many_sleeps(i)));
    AW_AWAIT(aw_sleep(2));
    CHECK_INT(3 * SLEEPERS, ended);
    CHECK_INT(0, misplaced);
    return aw_none();
}

TEST_IN_LOOP(ten_seconds_of_sleeps_take_no_time) {
    AW_FOR(int i = 0; i < 1000; i++) AW_AWAIT(aw_sleep(0.01));
    CHECK(aw_time() > 9.999 && aw_time() < 10.001);
    return aw_none();
}

/* -- everything is cancelled at a random moment -- */

static int64_t begun, cleaned, reported;

static aw_value many_count_error(const aw_loop_error *error) {
    (void)error;
    reported++;
    return aw_none();
}

AW_ASYNC(many_cleans_up, (aw_value, awaitable)) {
    begun++;
    aw_value r = aw_await(awaitable);
    AW_FINALLY(r) {
        cleaned++;
        AW_AWAIT(aw_sleep(0));
    }
    return r;
}

AW_ASYNC(many_holds, (aw_value, lock)) {
    AW_WITH(lock) { AW_AWAIT(aw_sleep(1 + random_below(100))); }
    return aw_none();
}

AW_ASYNC(many_group) {
    AW_WITH(aw_task_group_new(), group) {
        AW_TRY(aw_task_group_create_task(group, many_cleans_up(aw_sleep(50))));
        AW_TRY(aw_task_group_create_task(group, many_cleans_up(aw_sleep(0))));
    }
    return aw_none();
}

/* One of the ways to wait. */
static aw_value many_ways(aw_value lock, aw_value event, aw_value queue, aw_value future) {
    switch (random_below(10)) {
    case 0: return ticks(200);
    case 1: return aw_event_wait(event);
    case 2: return aw_queue_get(queue);
    case 3: return many_holds(lock);
    case 4: return aw_gather(many_cleans_up(aw_sleep(70)), many_cleans_up(ticks(5)));
    case 5: return many_group();
    case 6: return aw_wait_for(many_cleans_up(aw_sleep(80)), 60);
    case 7: return aw_shield(future);
    case 8: return many_cleans_up(many_cleans_up(aw_sleep(random_below(90))));
    default: return aw_sleep(random_below(100));
    }
}

static aw_value cancel_all_at(uint32_t seed) {
    random_state = seed;
    begun = cleaned = 0;
    aw_value lock = aw_lock_new(), event = aw_event_new(), queue = aw_queue_new(0), future = aw_future_new();
    AW_FOR(int i = 0; i < CANCELLED; i++) AW_TRY(aw_create_task(many_cleans_up(many_ways(lock, event, queue, future))));
    if (seed % 2) AW_AWAIT(ticks((int)random_below(20)));
    else AW_AWAIT(aw_sleep(random_below(100)));
    aw_value tasks = aw_all_tasks();
    AW_FOR(size_t i = 0; i < aw_length(tasks); i++)
        if (!aw_is(aw_item(tasks, i), aw_current_task())) AW_TRY(aw_cancel(aw_item(tasks, i)));
    for (int i = 0; i < 1000 && aw_length(aw_all_tasks()) > 1; i++) AW_SCOPE { AW_AWAIT(aw_sleep(0)); }
    CHECK_INT(1, aw_length(aw_all_tasks()));
    CHECK_INT(begun, cleaned);
    aw_cancel(future);
    return AW_AWAIT(ticks(1));
}

TEST_IN_LOOP(everything_is_cancelled_at_a_random_moment) {
    aw_set_exception_handler(many_count_error); /* nobody asks for the timeouts */
    for (uint32_t seed = 1; seed <= 6; seed++)
        AW_SCOPE { AW_TRY(cancel_all_at(seed)); }
    check_forget(); /* what never started was never awaited */
    return aw_none();
}

/* -- callbacks that fail -- */

static aw_value many_fails(aw_value number) {
    ended++;
    return aw_as_int(number) % 2 ? aw_raise(AW_VALUE_ERROR, "%s", aw_repr(number)) : number;
}
static aw_value many_done_fails(aw_value future, aw_value number) {
    (void)future;
    return many_fails(number);
}

TEST_IN_LOOP(callbacks_that_fail_do_not_stop_the_loop) {
    aw_set_exception_handler(many_count_error);
    ended = reported = 0;
    for (int i = 0; i < 3000; i++) {
        AW_SCOPE {
            aw_value number = aw_int(i), future = aw_future_new();
            aw_call_soon(many_fails, number);
            aw_call_later(i % 7 * 0.1, many_fails, number);
            aw_add_done_callback(future, many_done_fails, number);
            aw_future_set_result(future, number);
        }
    }
    AW_AWAIT(aw_sleep(1));
    CHECK_INT(9000, ended);
    CHECK_INT(4500, reported);
    return aw_none();
}

/* -- memory that runs out -- */

AW_ASYNC(oom_worker, (aw_value, queue), (double, delay)) {
    aw_value item = AW_AWAIT(aw_queue_get(queue));
    AW_AWAIT(aw_sleep(delay));
    AW_TRY(aw_queue_task_done(queue));
    return aw_format("a text about %s", aw_str(item));
}

AW_ASYNC(oom_times_out) {
    AW_WITH(aw_timeout(0.5)) { AW_AWAIT(aw_sleep(1)); }
    return aw_none();
}

AW_ASYNC(oom_asyncio) {
    aw_value queue = AW_TRY(aw_queue_new(1)), lock = AW_TRY(aw_lock_new()), future = AW_TRY(aw_future_new());
    aw_value first = AW_TRY(aw_create_task(oom_worker(queue, 0.2))), second = AW_TRY(aw_create_task_named(oom_worker(queue, 0.1), "a name"));
    AW_TRY(aw_add_done_callback(future, log_done, aw_string("a text for the log")));
    AW_TRY(aw_call_later(0.3, finish_it, future));
    for (int i = 0; i < 2; i++) AW_AWAIT(aw_queue_put(queue, aw_format("item %d, which is a text", i)));
    AW_AWAIT(aw_queue_join(queue));
    AW_WITH(lock) { AW_AWAIT(future); }
    aw_value texts = AW_AWAIT(aw_gather(first, second));
    aw_value late = aw_await(oom_times_out());
    if (!aw_matches(late, AW_TIMEOUT_ERROR)) return late;
    aw_value left = AW_TRY(aw_create_task(aw_sleep(100)));
    AW_AWAIT(aw_sleep(0));
    return aw_is_task(left) ? texts : left;
}

static aw_value asyncio_program(void) {
    aw_set_virtual_clock(true);
    aw_set_exception_handler(many_count_error);
    aw_value result = aw_run(oom_asyncio());
    aw_set_exception_handler(NULL);
    aw_set_virtual_clock(false);
    return result;
}

TEST_OOM(asyncio_program, "['a text about item 0, which is a text', 'a text about item 1, which is a text']")
