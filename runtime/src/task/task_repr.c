/* What repr() says of a task. */
#include "task.h"

#include "../coro/coroutine.h"

static aw_value describe_coroutine(const aw__task *task) {
    aw_value coroutine = task->coroutine;
    if (!aw__is_coroutine(coroutine) && !aw__is_generator(coroutine)) return aw_format("%s", aw_repr(coroutine));
    aw_site site = aw_cr_code(coroutine);
    const char *how = aw_coroutine_state(coroutine) == AW_CLOSED ? "done, defined" : "running";
    aw_cr_frame(coroutine, &site);
    return aw_format("<%s() %s at %s:%d>", aw_coroutine_qualname(coroutine), how, site.file, site.line);
}

aw_value aw__task_repr(aw_value self) {
    aw__task *task = aw__task_in(self);
    aw__reads(&task->must_cancel);
    static const char *const states[] = {"pending", "cancelled", "finished"};
    const char *state = task->future.state == AW__PENDING && task->cancelling ? "cancelling" : states[task->future.state];
    aw_value coroutine = AW_TRY(describe_coroutine(task)), info = AW_TRY(aw__future_info(&task->future)), waits = AW_TRY(aw_string(""));
    if (task->waiter) waits = AW_TRY(aw_format(" wait_for=%s", aw_repr(aw__future_value(task->waiter))));
    return aw_format("<Task %s name='%s' coro=%s%s%s>", state, aw_task_name(self), aw_as_string(coroutine), aw_as_string(waits),
                     aw_as_string(info));
}
