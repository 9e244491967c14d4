/* Try: send(None), then close(): the coroutine catches GeneratorExit and suspends again, so close() raises RuntimeError.
 * It is still alive, and stands at another line. Close it a second time. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(stubborn) {
    aw_value result = aw_await(aw_suspend(aw_string("working")));
    AW_EXCEPT(result, AW_GENERATOR_EXIT) {
        printf("not yet!\n");
        AW_AWAIT(aw_suspend(aw_string("still here"))); // suspends although it is being closed
    }
    AW_TRY(result);
    return aw_string("done");
}
