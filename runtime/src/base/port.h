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
