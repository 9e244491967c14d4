/* How JavaScript runs the loop: by pumping, or by hand. docs/module.md is the specification. */
#include <math.h>

#include "../run/run.h"
#include "../sync/host_operation.h"
#include "entry.h"
#include "slots.h"

/* What aw_js_pump answers beside the seconds to the next timer: 0, there is more to do now; INFINITY, nothing before the host answers; and these. */
#define RAISED (-1.0)
#define STOPPED (-2.0)
#define HOLDS_TIME (-3.0)
#define IDLE ((double)NAN)

static double what_next(void) {
    switch (aw_loop_state_now()) {
    case AW_LOOP_READY: return 0;
    case AW_LOOP_SLEEPING: return aw__the_loop.is_virtual ? HOLDS_TIME : fmax(aw_loop_next_timer() - aw_time(), 1e-9);
    case AW_LOOP_WAITING: return (double)INFINITY;
    default: aw__loop_clear(); return IDLE;
    }
}

/* About so many seconds; 0: one iteration, or what is left of one; less: one callback. */
static aw_value run_for(double budget) {
    if (budget > 0) return aw__loop_drain(budget);
    return budget < 0 ? aw_loop_step() : aw_loop_turn();
}

/* `holds_time`: the virtual clock does not go on before the host has answered what it was asked. */
AW__EXPORT(aw_js_pump) double aw_js_pump(double budget, int holds_time) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw__the_loop.holds_time = holds_time;
    aw_value ended = run_for(budget);
    if (aw_is_error(ended)) {
        aw__entry_end_value(&self, ended);
        return RAISED;
    }
    if (aw__the_loop.stopping && !aw__ready_in_batch()) { /* it stops at the end of an iteration */
        aw__the_loop.stopping = false;
        aw__entry_end_value(&self, aw_raise(AW_RUNTIME_ERROR, "Event loop stopped before Future completed."));
        return STOPPED;
    }
    double next = what_next();
    aw__the_loop.holds_time = false;
    aw__entry_leave(&self);
    return aw__ready_count() ? 0 : next;
}

AW__EXPORT(aw_js_turn) int aw_js_turn(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_loop_turn());
}

AW__EXPORT(aw_js_step) int aw_js_step(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_loop_step());
}

AW__EXPORT(aw_js_loop_state) int aw_js_loop_state(void) {
    static const char *const names[] = {"ready", "sleeping", "waiting", "idle"};
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, AW_TUPLE(aw_string(names[aw_loop_state_now()]), aw_double(aw_loop_next_timer()), aw_double(aw_time())));
}

AW__EXPORT(aw_js_time) double aw_js_time(void) { return aw_time(); }

/* `goes_on`: from the time that it is, else a virtual clock begins with 0. */
AW__EXPORT(aw_js_virtual_clock) void aw_js_virtual_clock(int is_virtual, int goes_on) {
    double now = aw_time();
    aw_set_virtual_clock(is_virtual);
    if (goes_on) aw__the_loop.virtual_now = now;
}

/* -- runs -- */

AW__EXPORT(aw_js_run) int aw_js_run(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_run(aw__value_at(object)));
}

AW__EXPORT(aw_js_deadlock) int aw_js_deadlock(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw__deadlock_error());
}

/* Ends the loop; tasks that are left are reported. */
AW__EXPORT(aw_js_loop_close) void aw_js_loop_close(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw__loop_close();
    aw__entry_leave(&self);
}

/* -- operations of the host -- */

AW__EXPORT(aw_js_operations) int aw_js_operations(void) {
    aw__entry self;
    aw__entry_begin(&self);
    self.looks = true;
    aw__slots_reset();
    return aw__entry_end_value(&self, aw__host_operations());
}

/* The answer, a value or an exception, is in slot 0. */
AW__EXPORT(aw_js_answer) void aw_js_answer(uint32_t number, int status) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value answer;
    aw_value read = aw__entry_arguments(1, &answer);
    if (!aw_is_error(read) && status < 0) answer = aw__from_error(aw__object_of(answer));
    aw__host_operation_answer(number, aw_is_error(read) ? read : answer);
    aw__entry_leave(&self);
}
