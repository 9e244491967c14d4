/* Try: send(None) starts the body, and it runs to its first await. A second send(None) runs it to its end.
 * Then send(None) once more. And after a reset: send(5) first. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(greet) {
    printf("the body starts\n");
    AW_AWAIT(aw_suspend(aw_string("hello")));
    printf("the body goes on where it stood\n");
    return aw_int(42);
}
