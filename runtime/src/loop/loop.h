/* The loop: a queue of what is ready, a heap of what waits for its time, and a clock. It knows callbacks only.
 *
 * After asyncio's BaseEventLoop._run_once: an iteration moves the timers that are due behind what is ready, and then runs exactly what is ready at that
 * moment. Timers are in heapq's order, ties included. */
#ifndef AW_LOOP_LOOP_H
#define AW_LOOP_LOOP_H

#include <aw/loop.h>

#include "../base/context.h"
#include "../base/port.h"

/* What becomes ready: a call with two values, which are borrowed. Gives None, or an error that ends the run: SystemExit or KeyboardInterrupt. It runs in a scope of
 * its own in the root context, and cannot await. */
typedef aw_value (*aw__call)(aw_value subject, aw_value argument);
/* What a call gives that has passed the reference to its subject on to the next aw__loop_soon(); its argument was None. */
#define AW__PASSED_ON ((aw_value){(uint64_t)AW__TAG_SPECIAL << 48 | 0xFF})

/* Makes a call ready; the subject is an object. Takes over one reference to each value. False where memory is exhausted: the references are dropped. */
bool aw__loop_soon(aw__call call, aw_value subject, aw_value argument);

/* A timer, also Python's TimerHandle and Handle: what aw_call_later() and aw_call_soon() give. */
typedef struct aw__handle {
    aw__classed base;
    double when; /* NaN: no timer */
    bool cancelled, scheduled, runs; /* scheduled: in the heap; runs: what it holds is in use, even if it is cancelled */
    aw__call call;       /* of a timer of the runtime's own */
    aw_value subject, argument;
    aw_callback callback; /* of the program's */
    const char *name;
} aw__handle;
/* A handle that holds a callback of the program, in the caller's scope. Error: MemoryError. */
aw_value aw__handle_new(aw_callback callback, const char *name, aw_value argument);
/* Sets a timer; takes over one reference to each value. Owned; NULL where memory is exhausted (the references are dropped). */
aw__handle *aw__loop_at(double when, aw__call call, aw_value subject, aw_value argument);
/* Cancels it, and drops what it holds. */
void aw__handle_cancel(aw__handle *handle);

/* None, or RuntimeError "Event loop is closed" while its end is under way, or "no running event loop": natively there is one only while aw_run() or the like is under way. */
aw_value aw__loop_check(void);

typedef struct aw__loop {
    bool running;   /* a run, or a drain by the host, is under way */
    bool turning;   /* a callback runs */
    bool stopping;
    bool closing;   /* what is left over is let go: nothing more can be started */
    bool is_virtual;
    double virtual_now;
    uint64_t order; /* the state of the seeded order; 0: first in, first out */
    uint32_t host_operations; /* that the host has yet to answer */
    bool holds_time;          /* the virtual clock stands still while the host has something to answer */
    uint32_t host_waiters;    /* of the host, that have yet to hear of the end of a task or future */
} aw__loop;
extern aw__loop aw__the_loop;

/* Whole iterations, until nothing is ready, stop() was called, or `budget` seconds of the host's clock have passed (INFINITY: no budget), which may be in the
 * midst of one. None, or the error that ended the run. */
aw_value aw__loop_drain(double budget);
/* Drops everything that is ready or set, as closing a loop does. */
void aw__loop_clear(void);

/* Reports to the exception handler. None, or SystemExit or KeyboardInterrupt. */
aw_value aw__loop_error(const char *message, aw_value exception, const char *key, aw_value object);
/* What a callback returned: None for a value; an error goes to the exception handler as "Exception in callback NAME()", or ends the run. */
aw_value aw__callback_ended(aw_value result, const char *name, aw_value handle);


/* -- any order, for whoever explores: each of what is ready may be the next, of this iteration or of the one after it -- */

/* What is ready, borrowed. */
typedef struct aw__ready_entry {
    aw__call call;
    aw_value subject, argument;
} aw__ready_entry;
/* The one at this place, in the loop's order. False: there are no more. */
bool aw__ready_look(uint32_t place, aw__ready_entry *out);
/* Where an iteration is over begins the next, as aw_loop_step() does, but the clock stays where it is. */
void aw__loop_look(void);
/* Where nothing is ready: a virtual clock goes on to the next timer. How many callbacks that makes ready, an int, or an error as aw_loop_step()'s. */
aw_value aw__loop_next_timers(void);
/* Runs the one at this place, and keeps the order of the others. As aw_loop_step(). */
aw_value aw__loop_step_at(uint32_t place);

/* Called before and after callbacks run. The floor of runs provides it: it has an eye on asynchronous generators meanwhile. */
void aw__loop_entered(bool entered);

/* -- between the loop's own files -- */

/* Timers are as exact as the clock's resolution; far from its start a double is less exact than that. */
static inline bool aw__is_due(double when, double now) { return when <= now || when < now + 1e-9; }

/* ready.c */
uint32_t aw__ready_count(void);
/* Makes room for one more. */
bool aw__ready_reserve(void);
/* What is ready now makes up this iteration; how much of it is left? */
void aw__ready_begin_batch(void);
uint32_t aw__ready_in_batch(void);
/* Runs at most so many of this iteration. None, or the error that ends the run. */
aw_value aw__ready_run(uint32_t at_most);
/* After a trap: lets go of what ran. */
void aw__ready_abandon(void);
void aw__ready_clear(void);
/* Gives back the memory of an empty queue. */
void aw__ready_shrink(void);
/* Moves the one at this place to the front, and into this iteration. Nothing may run. */
void aw__ready_prefer(uint32_t place);
/* timer.c */
/* Moves the timers that are due at `now` behind what is ready. */
void aw__timers_move(double now);
/* When the first is due that was not cancelled; INFINITY where there is none. */
double aw__timers_next(void);
bool aw__timers_add(aw__handle *handle);
/* How many were not cancelled, and the first of them, in the order in which they will fire; not more than there are. False where memory is exhausted. */
uint32_t aw__timers_count(void);
bool aw__timers_look(aw__handle **out, uint32_t most);
void aw__timer_was_cancelled(void);
void aw__timers_clear(void);
/* handle.c */
aw_value aw__handle_run(aw_value handle, aw_value unused);

#endif
