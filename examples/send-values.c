/* Try: send(None), then send numbers: each send answers with the sum so far. None ends it.
 * What happens when you send None before any number? Or a number before the first None? */
#include <aw/aw.h>

AW_ASYNC(total) {
    int64_t sum = 0;
    int count = 0;
    AW_WATCH(sum, count); /* the inspector shows them */
    aw_value number = AW_AWAIT(aw_suspend(aw_string("send me numbers")));
    while (!aw_is_none(number)) {
        sum += aw_as_int(number);
        count++;
        number = AW_AWAIT(aw_suspend(aw_int(sum)));
    }
    if (count == 0) return aw_raise(AW_VALUE_ERROR, "no number was sent");
    return aw_int(sum);
}
