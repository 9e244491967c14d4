/* The event loop: what is ready, what waits for its time, and the clock. There is one in a program.
 *
 * In WebAssembly JavaScript runs it, whenever something is ready; natively aw_run() does. Callbacks are ordinary functions: an await in one is
 * refused. One iteration runs what was ready when it began; what that makes ready waits for the next. */
#ifndef AW_LOOP_H
#define AW_LOOP_H

#include <aw/error.h>
#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the loop calls. `argument` is what was given with it, kept alive by the loop. Returning an error is Python's raising: the loop's
 * exception handler hears of it, and the loop goes on; SystemExit and KeyboardInterrupt end the run. */
typedef aw_value (*aw_callback)(aw_value argument);

/* -- Callbacks. None suspends. Each gives a handle, which may be ignored. Errors: RuntimeError "no running event loop" or "Event loop is
 * closed"; MemoryError; an argument that is an error is returned. -- */

/* loop.call_soon(callback, argument): in the next iteration. First in, first out. */
#define aw_call_soon(callback, argument) aw__call_soon((callback), #callback, (argument))
/* loop.call_later(delay, …): after `delay` seconds; a negative one is a time in the past, INFINITY never comes.
 * Error: TypeError "delay must not be None" for NaN. */
#define aw_call_later(delay, callback, argument) aw__call_later((delay), (callback), #callback, (argument))
/* loop.call_at(when, …): `when` in seconds of aw_time(). Error: TypeError "when cannot be None" for NaN. */
#define aw_call_at(when, callback, argument) aw__call_at((when), (callback), #callback, (argument))

/* handle.cancel(): it will not be called. Does nothing where it was called already, and to what is no handle. */
void aw_handle_cancel(aw_value handle);
bool aw_handle_cancelled(aw_value handle);
/* When it is due, in seconds of aw_time(); NaN for what is no timer. */
double aw_handle_when(aw_value handle);

/* -- The clock -- */

/* loop.time(): seconds since some moment; never goes back. */
double aw_time(void);
/* From now on time stands still while anything is ready, and jumps to the next timer when nothing is: for tests, in which ten seconds of
 * sleep take no time. Starts at 0. False: the real clock again. Call it while no timers are set. */
void aw_set_virtual_clock(bool is_virtual);
/* What is ready in one iteration runs in an order drawn from this seed, to find programs that depend on the order. 0, the default: first in, first out. */
void aw_set_ready_order(uint64_t seed);

/* -- Errors that nobody can receive -- */

/* What the exception handler is told: loop.call_exception_handler()'s context. */
typedef struct aw_loop_error {
    const char *message;  /* "Task exception was never retrieved" */
    aw_value exception;   /* or None */
    const char *key;      /* what the object is called there: "future", "task", "handle", "asyncgen"; NULL where there is none */
    aw_value object;      /* what it is about, or None */
} aw_loop_error;
/* An error that it returns is reported as "Unhandled error in exception handler". */
typedef aw_value (*aw_exception_handler)(const aw_loop_error *error);
/* loop.set_exception_handler(). NULL brings the default back: the message, the object and the traceback on stderr, or load()'s onError. */
void aw_set_exception_handler(aw_exception_handler handler);
/* loop.call_exception_handler(). Returns None, or the SystemExit or KeyboardInterrupt that came of it. */
aw_value aw_call_exception_handler(const aw_loop_error *error);

/* -- Turning it by hand: for programs that have a loop of their own, and for tests. None suspends; refused (RuntimeError "This event loop is
 * already running") from inside the loop. In WebAssembly JavaScript does all this. -- */

typedef enum aw_loop_state {
    AW_LOOP_READY,    /* something can run now */
    AW_LOOP_SLEEPING, /* nothing before the next timer: aw_loop_next_timer() */
    AW_LOOP_WAITING,  /* nothing before the host answers */
    AW_LOOP_IDLE      /* nothing at all; if somebody still waits, a deadlock */
} aw_loop_state;
aw_loop_state aw_loop_state_now(void);
/* When the next timer is due, in seconds of aw_time(); INFINITY if there is none. */
double aw_loop_next_timer(void);
/* One iteration, without waiting: due timers, then everything that is ready. Gives the number of callbacks that ran, an int, or the SystemExit
 * or KeyboardInterrupt that ended it; what was not run stays ready. */
aw_value aw_loop_turn(void);
/* One callback. Gives True, False where nothing was ready, or the error as above. */
aw_value aw_loop_step(void);
/* loop.stop(): aw_run_forever() returns after this iteration. */
void aw_loop_stop(void);
bool aw_loop_running(void);

aw_value aw__call_soon(aw_callback callback, const char *name, aw_value argument);
aw_value aw__call_later(double delay, aw_callback callback, const char *name, aw_value argument);
aw_value aw__call_at(double when, aw_callback callback, const char *name, aw_value argument);

#ifdef __cplusplus
}
#endif
#endif
