/* The loop's figures. Each function does `count` of something, turning the loop by hand or running it to the end of a main coroutine, and returns how many failed. */
#include <aw/aw.h>

AW_ASYNC(spins) {
    for (;;) AW_AWAIT(aw_sleep(0));
}

AW_ASYNC(trivial) { return aw_none(); }

/* -- hops: tasks that spin on sleep(0); one turn of the loop is a hop of each -- */

enum { SPINNING = 1024 };

int prepare_hops(void) {
    int failed = 0;
    for (int i = 0; i < SPINNING; i++) AW_SCOPE { failed += aw_is_error(aw_create_task(spins())); }
    return failed;
}

int hops(int count) {
    int failed = 0;
    for (int i = 0; i < count; i += SPINNING) failed += aw_is_error(aw_loop_turn());
    return failed;
}

/* -- tasks -- */

/* Made, run and gone, 64 at a time. */
int tasks(int count) {
    int failed = 0;
    for (int i = 0; i < count; i += 64) {
        AW_SCOPE {
            for (int k = 0; k < 64; k++) failed += aw_is_error(aw_create_task(trivial()));
        }
        failed += aw_is_error(aw_loop_turn());
    }
    return failed;
}

static int run(aw_value main) {
    int failed = 1;
    AW_SCOPE { failed = aw_is_error(aw_run_until_complete(main)); }
    return failed;
}

AW_ASYNC(awaits_tasks, (int, count)) {
    AW_FOR (int i = 0; i < count; i++) AW_AWAIT(aw_create_task(trivial()));
    return aw_none();
}

int awaited_tasks(int count) { return run(awaits_tasks(count)); }

/* -- queues: one item goes there and back -- */

AW_ASYNC(echoes, (aw_value, in), (aw_value, out), (int, count)) {
    AW_FOR (int i = 0; i < count; i++) AW_AWAIT(aw_queue_put(out, AW_AWAIT(aw_queue_get(in))));
    return aw_none();
}

AW_ASYNC(plays, (int, count)) {
    aw_value there = aw_queue_new(1), back = aw_queue_new(1), other = AW_TRY(aw_create_task(echoes(there, back, count)));
    AW_FOR (int i = 0; i < count; i++) {
        AW_AWAIT(aw_queue_put(there, aw_int(i)));
        AW_AWAIT(aw_queue_get(back));
    }
    return AW_AWAIT(other);
}

int ping_pong(int count) { return run(plays(count)); }

/* -- many at once -- */

AW_ASYNC(gathers, (int, count)) {
    aw_value all = AW_TRY(aw_list_of(0, NULL));
    for (int i = 0; i < count; i++) AW_SCOPE { AW_TRY(aw_append(all, trivial())); }
    return aw_int((int64_t)aw_length(AW_AWAIT(aw_gather_list(all, false))));
}

int gather(int count) { return run(gathers(count)); }

static int fired;
static aw_value fire(aw_value argument) {
    fired++;
    return argument;
}

/* In an order that is not that of their times. */
AW_ASYNC(sets_timers, (int, count)) {
    double now = aw_time();
    fired = 0;
    for (int i = 0; i < count; i++) AW_SCOPE { AW_TRY(aw_call_at(now + (double)(i * 7919 % count) * 1e-9, fire, aw_none())); }
    while (fired < count) AW_AWAIT(aw_sleep(0));
    return aw_none();
}

int timers(int count) { return run(sets_timers(count)); }

/* -- memory: tasks that wait for one event -- */

static aw_value gate;

AW_ASYNC(waits) { return AW_AWAIT(gate); }

int suspend_tasks(int count) {
    int failed = 0;
    if (!gate.bits) AW_SCOPE { gate = aw_retain(aw_future_new()); }
    for (int i = 0; i < count; i++) AW_SCOPE { failed += aw_is_error(aw_create_task(waits())); }
    return failed + aw_is_error(aw_loop_turn());
}

double live_bytes(void) { return (double)aw_live().bytes; }

/* -- promises of JavaScript -- */

AW_ASYNC(awaits_promises, (int, count)) {
    AW_FOR (int i = 0; i < count; i++) AW_AWAIT(AW_HOST("resolved", aw_int(i)));
    return aw_none();
}
