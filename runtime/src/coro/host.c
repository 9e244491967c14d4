/* Calling the host from a coroutine: nothing can suspend while the host runs. */
#include <aw/host.h>

#include "coroutine.h"

aw_value aw_host(const char *name, size_t count, const aw_value *arguments) {
    for (size_t i = 0; i < count; i++) AW_TRY(arguments[i]);
    aw__coroutine *running = aw__running;
    aw__running = NULL;
    aw_value result = aw__port_call(name, count, arguments);
    aw__running = running;
    return result;
}
