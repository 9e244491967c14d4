/* Try: send(None), then send numbers: each send answers with the mean so far. None ends it.
 * What happens when you send None before any number, or a text? */
#include <aw/aw.h>

AW_ASYNC(mean) {
    double sum = 0;
    int count = 0;
    aw_value number = AW_AWAIT(aw_suspend(aw_string("send me numbers")));
    while (!aw_is_none(number)) {
        sum += aw_as_double(number);
        count++;
        number = AW_AWAIT(aw_suspend(aw_double(sum / count)));
    }
    if (count == 0) return aw_raise(AW_ZERO_DIVISION_ERROR, "no numbers were sent");
    return aw_double(sum / count);
}
