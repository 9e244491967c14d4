/* Try: send(None), then throw a KeyError: it is caught, and the coroutine goes on. An IndexError is a LookupError, too.
 * A ValueError is not: it comes out of throw(), and the coroutine is closed. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(worker) {
    int mended = 0;
    for (;;) {
        aw_value order = aw_await(aw_suspend(aw_format("%d mended", mended))); // lower case: an error comes back as a value
        AW_EXCEPT(order, AW_LOOKUP_ERROR, error) {
            printf("caught %s\n", aw_repr(error));
            mended++;
        }
        AW_TRY(order); // any other error goes on to the caller
        if (aw_equal(order, aw_string("stop"))) return aw_int(mended);
    }
}
