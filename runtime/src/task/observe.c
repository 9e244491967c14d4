/* What futures and tasks tell the trace. */
#include "observe.h"

#include "../coro/observe.h"

uint32_t aw__trace_task(void) { return aw__current_task ? aw__current_task->serial : 0; }

__attribute__((noinline)) void aw__observed_task(aw_trace_kind kind, aw__task *task) {
    bool begins = kind == AW_TRACE_TASK_STEP, itself = begins || kind == AW_TRACE_TASK_PAUSED || kind == AW_TRACE_TASK_DONE;
    aw__coroutine *coroutine = begins && aw__is_coroutine(task->coroutine) ? aw__coroutine_in(task->coroutine) : NULL;
    aw__traced event = {
        .kind = kind,
        .task = task->serial,
        .coroutine = coroutine ? aw__observed_number(coroutine) : 0,
        .other = itself ? 0 : aw__trace_task(),
        .name = aw_as_string(task->name), /* it is made when somebody asks for it; the trace makes nothing */
        .unnamed = aw_type_of(task->name) == AW_TYPE_INT ? (uint32_t)aw_as_int(task->name) : 0,
    };
    aw__trace(&event);
}

__attribute__((noinline)) void aw__observed_done(aw__future *future) {
    const aw__done *each = aw__future_callbacks(future);
    for (uint32_t i = 0; i < future->done_count; i++)
        if (aw__is_task(each[i].argument) && each[i].call == aw__task_wakeup)
            aw__observed_task(AW_TRACE_TASK_SCHEDULED, aw__task_in(each[i].argument));
}
