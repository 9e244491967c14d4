/* Try: c2.send(None): it awaits c1, which is started by that. c3 wants to await c1 as well: RuntimeError.
 * End c2 with another send(None), and make a new `waiter(c1)`: what is finished cannot be awaited again. */
#include <aw/aw.h>

AW_ASYNC(job) {
    AW_AWAIT(aw_suspend(aw_string("busy")));
    return aw_string("job done");
}

AW_ASYNC(waiter, (aw_value, what)) {
    return AW_AWAIT(what);
}
