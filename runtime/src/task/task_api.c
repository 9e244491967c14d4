/* Tasks as the program uses them. */
#include "task.h"

#include "../coro/coroutine.h"
#include "../coro/object.h"
#include "../coro/runtime_async.h"

static aw_value not_a_task(aw_value value) {
    AW_TRY(value);
    return aw_raise(AW_TYPE_ERROR, "a Task was expected, got %s", aw_type_name(value));
}

bool aw_is_task(aw_value value) { return aw__is_task(value); }

bool aw__is_coroutine_like(aw_value value) {
    if (aw__is_coroutine(value) || aw__is_generator(value) || aw_type_of(value) == AW_TYPE_SUSPEND) return true;
    const aw__awaitable_class *class = aw__awaitable_class_of(value);
    return class && class->is_coroutine;
}

/* What can be awaited and is no coroutine, as one. */
AW__RUNTIME_ASYNC(wrap_awaitable, "_wrap_awaitable", (aw_value, awaitable)) { return AW_AWAIT(awaitable); }
AW__RUNTIME_ASYNC(wrap_sleep, "sleep", (aw_value, suspension)) { return AW_AWAIT(suspension); }

static aw_value create(aw_value coroutine, aw_value name) {
    AW_TRY(name);
    AW_TRY(coroutine);
    if (!aw__is_coroutine_like(coroutine)) return aw_raise(AW_TYPE_ERROR, "a coroutine was expected, got %s", aw_repr(coroutine));
    AW_TRY(aw__loop_check());
    if (!aw__is_coroutine(coroutine) && aw_type_of(coroutine) == AW_TYPE_SUSPEND) coroutine = AW_TRY(wrap_sleep(coroutine));
    return aw__task_new(coroutine, name);
}

aw_value aw_create_task(aw_value coroutine) { return create(coroutine, aw_none()); }
aw_value aw_create_task_named(aw_value coroutine, const char *name) { return create(coroutine, aw_string(name)); }

aw_value aw_ensure_future(aw_value awaitable) {
    AW_TRY(awaitable);
    if (aw__is_future(awaitable)) return awaitable;
    if (aw__is_coroutine_like(awaitable)) return create(awaitable, aw_none());
    if (aw_type_of(awaitable) == AW_TYPE_JS) return aw__port_await(awaitable);
    if (aw__awaitable_class_of(awaitable) || (aw_type_of(awaitable) == AW_TYPE_OBJECT && aw__can_await(awaitable)))
        return create(wrap_awaitable(awaitable), aw_none());
    return aw_raise(AW_TYPE_ERROR, "An asyncio.Future, a coroutine or an awaitable is required");
}

aw_value aw_current_task(void) {
    AW_TRY(aw__loop_check());
    return aw__current_task ? aw__own(aw__retain(aw__task_value(aw__current_task))) : aw_none();
}

aw_value aw_all_tasks(void) {
    AW_TRY(aw__loop_check());
    aw__writes(&aw__the_tasks);
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (aw__task *task = aw__first_task; task; task = task->next) AW_TRY(aw_append(list, aw__task_value(task)));
    return list;
}

const char *aw_task_name(aw_value value) {
    if (!aw__is_task(value)) return "";
    aw__task *task = aw__task_in(value);
    aw__reads(&task->name);
    if (aw_type_of(task->name) == AW_TYPE_INT) {
        aw_value name = aw_format("Task-%d", (int)aw_as_int(task->name));
        if (aw_is_error(name)) return "Task";
        task->name = aw__retain(name);
    }
    return aw_as_string(task->name);
}

aw_value aw_task_set_name(aw_value value, const char *name) {
    if (!aw__is_task(value)) return not_a_task(value);
    aw__writes(&aw__task_in(value)->name);
    aw_value text = AW_TRY(aw_string(name)), before = aw__task_in(value)->name;
    aw__task_in(value)->name = aw__retain(text);
    aw__release(before);
    return aw_none();
}

aw_value aw_task_coroutine(aw_value value) {
    return aw__is_task(value) ? aw__own(aw__retain(aw__task_in(value)->coroutine)) : not_a_task(value);
}

int64_t aw_task_cancelling(aw_value value) {
    if (!aw__is_task(value)) return 0;
    aw__reads(&aw__task_in(value)->must_cancel);
    return aw__task_in(value)->cancelling;
}

aw_value aw_task_uncancel(aw_value value) {
    if (!aw__is_task(value)) return not_a_task(value);
    aw__task *task = aw__task_in(value);
    aw__writes(&task->must_cancel);
    if (task->cancelling) task->cancelling--;
    return aw_int(task->cancelling);
}
