/* The end of a run where the host runs the loop: the same steps as aw_run()'s, as a coroutine. */
#include "run.h"

#include "../coro/runtime_async.h"

AW__RUNTIME_ASYNC(cleanup, "run", (bool, unused)) {
    (void)unused;
    aw_value leftovers = AW_TRY(aw__cancel_leftovers());
    if (aw_length(leftovers)) {
        AW_AWAIT(aw_gather_list(leftovers, true));
        aw__report_leftovers(leftovers);
    }
    AW_AWAIT(aw_shutdown_asyncgens());
    aw__asyncgens_reopen();
    return aw_none();
}

aw_value aw__run_cleanup(void) { return cleanup(true); }
