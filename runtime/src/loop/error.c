/* The loop's exception handler: where errors go that nobody can receive. */
#include "loop.h"

#include "../base/port.h"
#include "../coro/coroutine.h"

static aw_exception_handler handler;

void aw_set_exception_handler(aw_exception_handler given) {
    aw__writes(&handler);
    handler = given;
}

static bool ends_run(aw_value error) { return aw_matches(error, AW_SYSTEM_EXIT) || aw_matches(error, AW_KEYBOARD_INTERRUPT); }

/* The build knows it by name: what a handler calls never suspends the coroutine below it. */
__attribute__((noinline)) aw_value aw_call_exception_handler(const aw_loop_error *error) {
    aw__reads(&handler);
    if (!handler) {
        aw__port_loop_error(error->message, error->exception, error->key, error->object);
        return aw_none();
    }
    aw__coroutine *running = aw__running;
    aw__running = NULL; /* a handler cannot await */
    aw_value result = handler(error);
    aw__running = running;
    if (!aw_is_error(result)) return aw_none();
    if (ends_run(result)) return result;
    aw__port_loop_error("Unhandled error in exception handler", aw_caught(result), error->key, error->object);
    return aw_none();
}

aw_value aw__loop_error(const char *message, aw_value exception, const char *key, aw_value object) {
    aw_loop_error error = {message, aw_caught(exception), key, object};
    return aw_call_exception_handler(&error);
}
