/* The host port: the few things that the runtime asks of its surroundings. One side for wasm, one native. */
#ifndef AW_BASE_PORT_H
#define AW_BASE_PORT_H

#include <aw/value.h>

/* Calls a function of the host with these arguments. Its result or its error, in the caller's scope. */
aw_value aw__port_call(const char *name, size_t count, const aw_value *arguments);
/* A JavaScript value is held no longer. */
void aw__port_release(uint32_t handle);
/* Shows a warning. An error in the result is the warning, turned into one. */
aw_value aw__port_warning(const char *text);
/* Shows an exception that nobody can receive. */
void aw__port_unraisable(aw_value exception, aw_value object);

/* -- operations that take their time. The host answers by number: see sync/host_operation.h. -- */

/* Starts the host's function, or where `name` is NULL waits for the one argument, a promise. True: the answer will come. False: *out_answer is it, a value or an
 * error, in the caller's scope. */
bool aw__port_start(uint32_t number, const char *name, size_t count, const aw_value *arguments, aw_value *out_answer);
/* No answer is wanted any more; the number may be used again. `message` is of the CancelledError, or None. */
void aw__port_cancel(uint32_t number, aw_value message);
/* What awaiting a JavaScript value waits for: a future, in the caller's scope. Error: TypeError for what is no promise. */
aw_value aw__port_await(aw_value js);
/* The asynchronous iterator of a JavaScript value: an asynchronous generator, or an object with anext, in the caller's scope. None where it has none. */
aw_value aw__port_aiter(aw_value js);

/* -- for the loop -- */

/* Seconds since some moment; never goes back. */
double aw__port_now(void);
/* True where the host runs the loop by itself: JavaScript. False: only aw_run() does. */
bool aw__port_runs_loop(void);
/* Something is ready, and nobody runs the loop: the host will, soon. */
void aw__port_wake(void);
/* Blocks for so many seconds. False where it cannot. */
bool aw__port_sleep(double seconds);
/* Shows what the loop's exception handler is told. `key` and `object`, NULL and None where there is none. */
void aw__port_loop_error(const char *message, aw_value exception, const char *key, aw_value object);

/* Calls `function` on the main stack: a coroutine's own stack is small. The floor of the switch provides it. */
void aw__on_main_stack(void (*function)(void *argument), void *argument);

/* Reports through the hooks of aw/host.h, or else through the port. */
void aw__warn(const char *text, aw_value object);
void aw__unraisable(aw_value error, aw_value object);

#endif
