/* asyncio.sleep(). */
#include "operation.h"
#include "task.h"

#include <math.h>

static aw_value set_result_unless_cancelled(aw_value future, aw_value result) {
    aw__future_set_result(aw__future_in(future), result);
    return aw_none();
}

/* subject: the result; argument: the timer's handle; number: the delay. */
static aw_step sleep_step(aw__operation *self, aw_value input, aw_value *out) {
    enum { BEGUN, YIELDED, TIMED };
    if (self->state == BEGUN && self->number <= 0) {
        self->state = YIELDED;
        return aw__operation_yield(self);
    }
    if (self->state == BEGUN) {
        self->state = TIMED;
        aw__future *future = aw__plain_future_new();
        if (!future) return aw__operation_wait(self, NULL);
        aw__handle *timer =
            aw__loop_at(aw_time() + self->number, set_result_unless_cancelled, aw__retain(aw__future_value(future)), aw__retain(self->subject));
        if (timer) {
            self->argument = aw__from_object(timer);
            return aw__operation_wait(self, future);
        }
        aw__object_release(&future->base.object);
        return aw__operation_wait(self, NULL);
    }
    if (self->state == TIMED && !aw_is_none(self->argument)) aw__handle_cancel((aw__handle *)(void *)aw__object_of(self->argument));
    if (aw_is_error(input)) return aw__operation_fail(out, input);
    return aw__operation_return(out, self->subject);
}

static const aw__operation_class sleep_class = AW__OPERATION_CLASS("sleep", sleep_step);

aw_value aw_sleep_result(double delay, aw_value result) {
    if (isnan(delay)) return aw_raise(AW_VALUE_ERROR, "Invalid delay: NaN (not a number)");
    aw_value made = AW_TRY(aw__operation_new(&sleep_class, result, aw_none()));
    ((aw__operation *)(void *)aw__object_of(made))->number = delay;
    return made;
}
