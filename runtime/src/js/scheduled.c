/* What is ready and what timers are set, for whoever looks at the loop: nothing changes by that. docs/module.md is the specification. */
#include "scheduled.h"

#include "../run/waits.h"
#include "entry.h"
#include "slots.h"

static aw_value name_of(const aw__task *task) {
    if (!task) return aw_none();
    return aw_type_of(task->name) == AW_TYPE_INT ? aw_format("Task-%d", (int)aw_as_int(task->name)) : task->name;
}

/* Where its coroutine goes on, or, for a callback of the program's, its name. */
static aw_value place_of(const aw__task *task, const aw__handle *handle) {
    aw_value place = aw_none();
    aw__frame frame;
    for (aw_value at = task ? task->coroutine : aw_none(); !aw_is_none(at); at = aw__awaited_by_value(at))
        if (aw__frame_of(at, &frame) && frame.file) place = aw_format("%s:%d", frame.file, frame.line);
    return aw_is_none(place) && handle && handle->name ? aw_string(handle->name) : place;
}

static aw__handle *handle_in(aw_value value) { return aw__has_type(value, AW_TYPE_HANDLE) ? (aw__handle *)(void *)aw__object_of(value) : NULL; }

/* The task that waits for what a timer ends: a sleep or a wait with a timeout. */
static aw__task *told_by(const aw__handle *timer) {
    aw_value ended = aw__is_future(timer->subject) ? timer->subject : timer->argument;
    if (timer->callback || !aw__is_future(ended)) return NULL;
    aw__future *future = aw__future_in(ended);
    for (uint32_t i = 0; i < future->done_count; i++)
        if (aw__is_task(aw__future_callbacks(future)[i].argument)) return aw__task_in(aw__future_callbacks(future)[i].argument);
    return NULL;
}

aw_value aw__callee_of(const aw__ready_entry *it, aw__callee *out) {
    aw__task *task = aw__task_stepped(it->call, it->subject, it->argument);
    aw__handle *handle = handle_in(it->subject);
    out->kind = task ? "task" : handle ? aw_handle_when(it->subject) == aw_handle_when(it->subject) ? "timer" : "callback" : "done";
    if (!task && handle) task = told_by(handle);
    if (!task && !handle) {
        handle = handle_in(it->argument);
        if (aw__is_task(it->subject)) task = aw__task_in(it->subject);
    }
    out->number = task ? task->serial : 0;
    out->task = AW_TRY(name_of(task));
    out->place = AW_TRY(place_of(task, handle));
    return aw_none();
}

/* -- all of it -- */

static aw_value described(const aw__ready_entry *it, aw_value when) {
    aw__callee callee;
    AW_TRY(aw__callee_of(it, &callee));
    const char *kind = aw__tells_host(it->call) ? "host" : callee.kind;
    return AW_TUPLE(aw_string(kind), callee.task, aw_int(callee.number), callee.place, when);
}

static aw_value ready(uint32_t most) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    aw__ready_entry it;
    for (uint32_t place = 0; place < most && aw__ready_look(place, &it); place++)
        AW_SCOPE { AW_TRY(aw_append(list, described(&it, aw_none()))); }
    return list;
}

static aw_value timers(uint32_t most) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    uint32_t count = aw__timers_count();
    if (count < most) most = count;
    aw__handle **first = aw__allocate((most + 1) * sizeof *first);
    if (!first || !aw__timers_look(first, most)) list = aw__memory_error();
    for (uint32_t i = 0; i < most && !aw_is_error(list); i++) AW_SCOPE {
        aw__ready_entry it = {aw__handle_run, aw__from_object(first[i]), aw_none()};
        aw_value added = aw_append(list, described(&it, aw_double(first[i]->when)));
        if (aw_is_error(added)) list = aw__own(aw__retain(added));
    }
    if (first) aw__free(first, (most + 1) * sizeof *first);
    return list;
}

static aw_value scheduled(uint32_t most) {
    aw_value all_ready = AW_TRY(ready(most)), all_timers = AW_TRY(timers(most));
    return AW_TUPLE(all_ready, aw_int(aw__ready_count()), aw_int(aw__ready_in_batch()), all_timers, aw_int(aw__timers_count()));
}

AW__EXPORT(aw_js_scheduled) int aw_js_scheduled(uint32_t most) {
    aw__entry self;
    aw__entry_begin(&self);
    self.looks = true;
    aw__slots_reset();
    return aw__entry_end_value(&self, scheduled(most));
}
