/* The loop: a queue of what is ready, a heap of what waits for its time, and a clock. It knows callbacks only.
 *
 * After asyncio's BaseEventLoop._run_once: an iteration moves the timers that are due behind what is ready, and then runs exactly what is ready at that
 * moment. Timers are in heapq's order, ties included. */
#ifndef AW_LOOP_LOOP_H
#define AW_LOOP_LOOP_H

#include <aw/loop.h>

#include "../base/context.h"

/* What becomes ready: a call with two values, which are borrowed. Gives None, or an error that ends the run: SystemExit or KeyboardInterrupt. It runs in a scope of
 * its own in the root context, and cannot await. */
typedef aw_value (*aw__call)(aw_value subject, aw_value argument);

/* Makes a call ready. Takes over one reference to each value. False where memory is exhausted: the references are dropped. */
bool aw__loop_soon(aw__call call, aw_value subject, aw_value argument);

/* A timer, also Python's TimerHandle and Handle: what aw_call_later() and aw_call_soon() give. */
typedef struct aw__handle {
    aw__classed base;
    double when; /* NaN: no timer */
    bool cancelled, scheduled; /* scheduled: in the heap */
    aw__call call;       /* of a timer of the runtime's own */
    aw_value subject, argument;
    aw_callback callback; /* of the program's */
    const char *name;
} aw__handle;
/* Sets a timer; takes over one reference to each value. Owned; NULL where memory is exhausted (the references are dropped). */
aw__handle *aw__loop_at(double when, aw__call call, aw_value subject, aw_value argument);
/* Cancels it, and drops what it holds. */
void aw__handle_cancel(aw__handle *handle);

/* None, or RuntimeError "no running event loop" or "Event loop is closed". */
aw_value aw__loop_check(void);

typedef struct aw__loop {
    bool running; /* an iteration, or a run around it, is under way */
    bool stopping;
    bool is_virtual;
    double virtual_now;
    uint64_t order; /* the state of the seeded order; 0: first in, first out */
    uint32_t ready_count, timer_count;
    uint32_t host_operations; /* that the host has yet to answer */
} aw__loop;
extern aw__loop aw__the_loop;

/* Runs what is ready: whole iterations, until nothing is, or stop() was called, or `budget` seconds of the host's clock have passed (INFINITY: no budget).
 * None, or the error that ended the run. */
aw_value aw__loop_drain(double budget);
/* Drops everything that is ready or set, as closing a loop does. */
void aw__loop_clear(void);

/* Reports to the exception handler. None, or SystemExit or KeyboardInterrupt. */
aw_value aw__loop_error(const char *message, aw_value exception, aw_value object);
/* What a callback returned: None for a value; an error goes to the exception handler as "Exception in callback NAME()", or ends the run. */
aw_value aw__callback_ended(aw_value result, const char *name, aw_value handle);

#endif
