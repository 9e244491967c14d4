/* Iterations, the clock, and who may run them. */
#include "loop.h"

#include <math.h>

#include "../base/port.h"
#include "../coro/coroutine.h"

aw__loop aw__the_loop;

double aw_time(void) { return aw__the_loop.is_virtual ? aw__the_loop.virtual_now : aw__port_now(); }

void aw_set_virtual_clock(bool is_virtual) {
    aw__touches_everything();
    aw__the_loop.is_virtual = is_virtual;
    aw__the_loop.virtual_now = 0;
}

void aw_set_ready_order(uint64_t seed) { aw__the_loop.order = seed; }

bool aw_loop_running(void) { return aw__the_loop.running; }
void aw_loop_stop(void) {
    aw__writes(&aw__the_loop);
    aw__the_loop.stopping = true;
}

aw_value aw__loop_check(void) {
    if (aw__the_loop.closing) return aw_raise(AW_RUNTIME_ERROR, "Event loop is closed");
    if (aw__the_loop.running || aw__port_runs_loop()) return aw_none();
    return aw_raise(AW_RUNTIME_ERROR, "no running event loop");
}

/* -- what comes next -- */

double aw_loop_next_timer(void) {
    aw__touches_everything();
    return aw__timers_next();
}

static bool can_jump(void) { return aw__the_loop.is_virtual && !(aw__the_loop.holds_time && aw__the_loop.host_operations); }

aw_loop_state aw_loop_state_now(void) {
    aw__touches_everything();
    if (aw__ready_count()) return AW_LOOP_READY;
    double next = aw__timers_next();
    if (next < (double)INFINITY) return can_jump() || aw__is_due(next, aw_time()) ? AW_LOOP_READY : AW_LOOP_SLEEPING;
    return aw__the_loop.host_operations ? AW_LOOP_WAITING : AW_LOOP_IDLE;
}

/* -- iterations -- */

/* The first half of one: what is ready now is what will run. */
static void begin_iteration_at(bool may_jump) {
    double next = aw__timers_next();
    if (next < (double)INFINITY) {
        double now = aw_time();
        bool jumps = may_jump && can_jump() && !aw__ready_count() && !aw__the_loop.stopping;
        if (jumps && next > now) aw__the_loop.virtual_now = now = next;
        if (aw__is_due(next, now)) aw__timers_move(now);
    }
    aw__ready_begin_batch();
}

static void begin_iteration(void) { begin_iteration_at(true); }

/* How many callbacks run between two looks at the clock: the more, the faster they are. */
static uint32_t adapted(uint32_t at_a_time, double took) {
    if (took < 100e-6 && at_a_time < 1024) return at_a_time * 2;
    return took > 400e-6 && at_a_time > 1 ? at_a_time / 2 : at_a_time;
}

static aw_value drain(double seconds) {
    bool bounded = seconds < (double)INFINITY;
    double now = bounded ? aw__port_now() : 0, deadline = now + seconds;
    uint32_t at_a_time = bounded ? 4 : UINT32_MAX;
    do {
        if (!aw__ready_in_batch()) begin_iteration();
        if (!aw__ready_in_batch()) break;
        for (uint32_t left = at_a_time; aw__ready_in_batch();) {
            aw_value error = aw__ready_run(left);
            if (aw_is_error(error)) return error;
            if (!bounded) continue;
            double before = now;
            now = aw__port_now();
            if (now >= deadline) return aw_none();
            left = at_a_time = adapted(at_a_time, now - before);
        }
    } while (!aw__the_loop.stopping);
    return aw_none();
}

/* -- who may run them -- */

static aw_value refused(void) { return aw_raise(AW_RUNTIME_ERROR, "This event loop is already running"); }

static aw_value enter(double seconds, aw_value (*run)(double)) {
    if (aw__the_loop.closing) return aw__loop_check();
    if (aw__the_loop.turning || aw__active) return refused();
    bool running = aw__the_loop.running;
    aw__the_loop.running = aw__the_loop.turning = true;
    aw__loop_entered(true);
    aw_value result = run(seconds);
    aw__loop_entered(false);
    aw__ready_shrink();
    aw__the_loop.running = running;
    aw__the_loop.turning = false;
    return result;
}

aw_value aw__loop_drain(double seconds) { return enter(seconds, drain); }

static aw_value one_iteration(double unused) {
    (void)unused;
    if (!aw__ready_in_batch()) begin_iteration();
    uint32_t batch = aw__ready_in_batch();
    AW_TRY(aw__ready_run(batch));
    return aw_int(batch - aw__ready_in_batch());
}

static aw_value one_callback(double unused) {
    (void)unused;
    if (!aw__ready_in_batch()) begin_iteration();
    if (!aw__ready_in_batch()) return aw_bool(false);
    AW_TRY(aw__ready_run(1));
    return aw_bool(true);
}

aw_value aw_loop_turn(void) { return enter(0, one_iteration); }
aw_value aw_loop_step(void) { return enter(0, one_callback); }

/* -- in any order -- */

void aw__loop_look(void) {
    if (!aw__the_loop.turning && !aw__ready_in_batch()) begin_iteration_at(false);
}

static aw_value next_timers(double unused) {
    (void)unused;
    if (aw__ready_count()) return aw_int(0);
    begin_iteration();
    return aw_int(aw__ready_in_batch());
}

static aw_value callback_at(double place) {
    if (!aw__ready_in_batch()) begin_iteration_at(false);
    if (place >= aw__ready_count()) return aw_bool(false);
    uint64_t order = aw__the_loop.order;
    aw__the_loop.order = 0;
    aw__ready_prefer((uint32_t)place);
    aw_value ended = aw__ready_run(1);
    aw__the_loop.order = order;
    return aw_is_error(ended) ? ended : aw_bool(true);
}

aw_value aw__loop_next_timers(void) { return enter(0, next_timers); }
aw_value aw__loop_step_at(uint32_t place) { return enter(place, callback_at); }

void aw__loop_clear(void) {
    aw__ready_clear();
    aw__timers_clear();
}
