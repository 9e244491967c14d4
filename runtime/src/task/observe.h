/* What futures, tasks and timers tell the trace. */
#ifndef AW_TASK_OBSERVE_H
#define AW_TASK_OBSERVE_H

#include "../base/trace.h"
#include "task.h"

void aw__observed_task(aw_trace_kind kind, aw__task *task);
/* The future is done: the tasks that wait for it will be ready. */
void aw__observed_done(aw__future *future);

static inline void aw__observe_task(aw_trace_kind kind, aw__task *task) {
    if (aw__is_tracing()) aw__observed_task(kind, task);
}

#endif
