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

/* Calls `function` on the main stack: a coroutine's own stack is small. The floor of the switch provides it. */
void aw__on_main_stack(void (*function)(void *argument), void *argument);

/* Reports through the hooks of aw/host.h, or else through the port. */
void aw__warn(const char *text, aw_value object);
void aw__unraisable(aw_value error, aw_value object);

#endif
