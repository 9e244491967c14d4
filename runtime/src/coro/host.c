/* Calling the host from a coroutine: nothing can suspend while the host runs. */
#include <aw/host.h>

#include "coroutine.h"

typedef struct host_call {
    const char *name;
    size_t count;
    const aw_value *arguments;
    aw_value result;
} host_call;

static void call(void *argument) {
    host_call *c = argument;
    c->result = aw__port_call(c->name, c->count, c->arguments);
}

aw_value aw_host(const char *name, size_t count, const aw_value *arguments) {
    for (size_t i = 0; i < count; i++) AW_TRY(arguments[i]);
    aw__writes(&aw__the_host);
    host_call c = {name, count, arguments, aw_none()};
    aw__coroutine *running = aw__running;
    aw__running = NULL;
    aw__on_main_stack(call, &c);
    aw__running = running;
    return c.result;
}
