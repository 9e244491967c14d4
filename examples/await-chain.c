/* Try: send(None): three coroutines are suspended, each awaits the next. What you send to outer arrives in inner.
 * After a reset, throw a ValueError into outer: middle catches it. Or look at the way a KeyError takes. */
#include <aw/aw.h>

AW_ASYNC(inner) {
    int64_t sum = aw_as_int(AW_AWAIT(aw_suspend(aw_string("first number?"))));
    sum += aw_as_int(AW_AWAIT(aw_suspend(aw_string("second number?"))));
    return aw_int(sum);
}

AW_ASYNC(middle) {
    aw_value sum = aw_await(inner());
    AW_EXCEPT(sum, AW_VALUE_ERROR) {
        return aw_string("unknown");
    }
    return AW_TRY(sum);
}

AW_ASYNC(outer) {
    aw_value sum = AW_AWAIT(middle());
    return aw_format("the sum is %s", aw_str(sum));
}
