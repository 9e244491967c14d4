/* Try: c1.send(None) suspends it inside its except block. c2 then sees no exception: what c1 handles is private to it.
 * Send None to c1: it raises the first error again. Throw a KeyError instead: it keeps the first one as its context. */
#include <aw/aw.h>

AW_ASYNC(handler) {
    aw_value result = aw_raise(AW_VALUE_ERROR, "the first error");
    AW_EXCEPT(result, AW_VALUE_ERROR) {
        AW_AWAIT(aw_suspend(aw_format("handling %s", aw_repr(aw_handled_exception()))));
        return aw_reraise();
    }
    return result;
}

AW_ASYNC(bystander) {
    AW_AWAIT(aw_suspend(aw_format("handling %s", aw_repr(aw_handled_exception()))));
    return aw_none();
}
