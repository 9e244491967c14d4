/* asyncio.TaskGroup, after Lib/asyncio/taskgroups.py. */
#include "../base/group.h"
#include "../task/operation.h"
#include "../task/task.h"
#include "many.h"
#include "waiters.h"

#include <aw/awaitable.h>
#include <aw/task_group.h>

/* All values with references, or None. */
typedef struct task_group {
    bool entered, exiting, aborting, parent_cancel_requested;
    aw_value parent;
    aw_value tasks; /* a list in the order of creation; some of them may have ended */
    uint32_t alive; /* how many have not */
    aw_value errors;     /* a list */
    aw_value base_error; /* SystemExit or KeyboardInterrupt, or that there was no memory for an error */
    aw_value on_completed; /* the future that the end of the block waits for */
    aw_value propagated;   /* the CancelledError that leaves the block */
} task_group;

static const aw_object_type task_group_type;
static task_group *group_in(aw_value value) { return aw_object_data(value, &task_group_type); }
static aw__list *list_in(aw_value list) { return (aw__list *)(void *)aw__object_of(list); }

static void set(aw_value *place, aw_value value) {
    aw_value before = *place;
    *place = aw__retain(value);
    aw__release(before);
}

static aw_value append(aw_value *list, aw_value item) {
    if (aw_is_none(*list)) set(list, AW_TRY(aw_list_of(0, NULL)));
    return aw_append(*list, item);
}

static bool is_base_error(aw_value exception) { return aw_matches(exception, AW_SYSTEM_EXIT) || aw_matches(exception, AW_KEYBOARD_INTERRUPT); }

static void note_base_error(task_group *self, aw_value exception) {
    if (aw_is_none(self->base_error)) set(&self->base_error, exception);
}

static void add_error(task_group *self, aw_value exception) {
    aw_value added = append(&self->errors, exception);
    if (aw_is_error(added)) note_base_error(self, aw_caught(added));
}

/* -- tasks -- */

static void abort_tasks(task_group *self) {
    self->aborting = true;
    for (uint32_t i = 0; !aw_is_none(self->tasks) && i < list_in(self->tasks)->count; i++) {
        aw_value task = list_in(self->tasks)->items[i];
        if (!aw_future_done(task)) aw__future_cancel(aw__future_in(task), aw_none());
    }
}

/* Those go to the end of the list, and are let go from there. That runs anything, and may make a task of the group, the last one then: what is left waits. */
static void forget_ended(aw__list *tasks) {
    for (uint32_t i = 0, kept = 0; i < tasks->count; i++) {
        aw_value task = tasks->items[i];
        if (aw_future_done(task)) continue;
        tasks->items[i] = tasks->items[kept];
        tasks->items[kept++] = task;
    }
    while (tasks->count && aw_future_done(tasks->items[tasks->count - 1])) aw__release(tasks->items[--tasks->count]);
}

/* Its parent has ended without waiting: there is nobody to tell but the exception handler. */
static aw_value report_orphan(const task_group *self, aw_value task, aw_value exception) {
    aw_value message = aw_format("Task %s has errored out but its parent task %s is already completed", aw_repr(task), aw_repr(self->parent));
    return aw__loop_error(aw_is_error(message) ? "Task has errored out" : aw_as_string(message), exception, "task", task);
}

static aw_value task_done(aw_value task, aw_value value) {
    task_group *self = group_in(value);
    aw__future *future = aw__future_in(task);
    aw__reads(self); /* counting commutes */
    self->alive--;
    if (list_in(self->tasks)->count > 2 * self->alive + 16) forget_ended(list_in(self->tasks));
    if (!self->alive && !aw_is_none(self->on_completed)) aw__future_set_result(aw__future_in(self->on_completed), aw_bool(true));
    if (future->state == AW__CANCELLED) return aw_none();
    future->log = false;
    if (!future->failed) return aw_none();
    aw__writes(self);
    add_error(self, future->result);
    if (is_base_error(future->result)) note_base_error(self, future->result);
    if (aw_future_done(self->parent)) return report_orphan(self, task, future->result);
    if (self->aborting || self->parent_cancel_requested) return aw_none();
    abort_tasks(self);
    self->parent_cancel_requested = true;
    aw__future_cancel(aw__future_in(self->parent), aw_none());
    return aw_none();
}

aw_value aw__task_group_waiter(aw_value group) {
    const task_group *self = group_in(group);
    return self ? self->on_completed : aw_none();
}

static aw_value create_task(aw_value value, aw_value coroutine, const char *name) {
    AW_TRY(coroutine);
    task_group *self = group_in(value);
    if (!self) return aw__expected("a TaskGroup", value);
    aw__writes(self);
    if (!self->entered) return aw_raise(AW_RUNTIME_ERROR, "TaskGroup %s has not been entered", aw_repr(value));
    if (self->exiting && !self->alive) return aw_raise(AW_RUNTIME_ERROR, "TaskGroup %s is finished", aw_repr(value));
    if (self->aborting) return aw_raise(AW_RUNTIME_ERROR, "TaskGroup %s is shutting down", aw_repr(value));
    aw_value task = AW_TRY(name ? aw_create_task_named(coroutine, name) : aw_create_task(coroutine));
    AW_TRY(append(&self->tasks, task));
    if (!aw__future_on_done(aw__future_in(task), task_done, value)) return aw__memory_error();
    self->alive++;
    return task;
}

aw_value aw_task_group_create_task(aw_value group, aw_value coroutine) { return create_task(group, coroutine, NULL); }
aw_value aw_task_group_create_task_named(aw_value group, aw_value coroutine, const char *name) { return create_task(group, coroutine, name); }

/* -- __aenter__ -- */

static aw_value enter(aw_value value) {
    task_group *self = group_in(value);
    aw__writes(self);
    if (self->entered) return aw_raise(AW_RUNTIME_ERROR, "TaskGroup %s has already been entered", aw_repr(value));
    set(&self->parent, AW_TRY(aw_current_task()));
    if (aw_is_none(self->parent)) return aw_raise(AW_RUNTIME_ERROR, "TaskGroup %s cannot determine the parent task", aw_repr(value));
    self->entered = true;
    return value;
}

static aw_step end(aw_value result, aw_value *out) {
    return aw_is_error(result) ? aw__operation_fail(out, result) : aw__operation_return(out, result);
}

static aw_step enter_step(aw__operation *self, aw_value input, aw_value *out) { return end(aw_is_error(input) ? input : enter(self->subject), out); }

static const aw__operation_class enter_class = AW__OPERATION_CLASS("TaskGroup.__aenter__", enter_step);

/* -- __aexit__: `argument` is the exception that leaves the block, or None -- */

static void begin_exit(task_group *self, aw_value exception) {
    self->exiting = true;
    if (!aw_is_none(exception) && is_base_error(exception)) note_base_error(self, exception);
    if (aw_kind_of(exception) == AW_CANCELLED_ERROR) set(&self->propagated, exception);
    if (self->parent_cancel_requested && aw_as_int(aw_task_uncancel(self->parent)) == 0) set(&self->propagated, aw_none());
    if (!aw_is_none(exception) && !self->aborting) abort_tasks(self);
}

static aw_value raise_errors(task_group *self) {
    aw_value group = aw_exception_group("unhandled errors in a TaskGroup", self->errors);
    set(&self->errors, aw_none());
    return aw_raise_from(group, aw_none());
}

static aw_value end_exit(task_group *self, aw_value exception) {
    if (!aw_is_none(self->base_error)) return aw_raise_exception(self->base_error);
    if (!aw_is_none(self->propagated) && aw_is_none(self->errors)) return aw_raise_exception(self->propagated);
    if (!aw_is_none(exception) && aw_kind_of(exception) != AW_CANCELLED_ERROR) AW_TRY(append(&self->errors, exception));
    return aw_is_none(self->errors) ? aw_none() : raise_errors(self);
}

static aw_step leave_step(aw__operation *operation, aw_value input, aw_value *out) {
    task_group *self = group_in(operation->subject);
    aw__writes(self);
    if (operation->state == 0) {
        operation->state = 1;
        if (aw_is_error(input)) return aw__operation_fail(out, input);
        begin_exit(self, operation->argument);
    } else if (aw_matches(input, AW_CANCELLED_ERROR)) {
        if (!self->aborting) {
            set(&self->propagated, aw_caught(input));
            abort_tasks(self);
        }
    } else if (aw_is_error(input)) {
        return aw__operation_fail(out, input);
    }
    set(&self->on_completed, aw_none());
    if (!self->alive) return end(end_exit(self, operation->argument), out);
    aw__future *future = aw__plain_future_new();
    if (future) set(&self->on_completed, aw__future_value(future));
    return aw__operation_wait(operation, future);
}

static const aw__operation_class leave_class = AW__OPERATION_CLASS("TaskGroup.__aexit__", leave_step);

/* -- the object -- */

static aw_value aenter(void *self) { return aw__operation_new(&enter_class, aw_object_of(self), aw_none()); }
static aw_value aexit(void *self, aw_value exception) { return aw__operation_new(&leave_class, aw_object_of(self), exception); }

static aw_value repr(void *data) {
    const task_group *self = data;
    aw__reads(self);
    const char *state = self->aborting ? " cancelling" : self->entered ? " entered" : "";
    aw_value tasks = AW_TRY(self->alive ? aw_format(" tasks=%u", (unsigned)self->alive) : aw_string(""));
    size_t failed = aw_length(self->errors);
    aw_value errors = AW_TRY(failed ? aw_format(" errors=%u", (unsigned)failed) : aw_string(""));
    return aw_format("<TaskGroup%s%s%s>", aw_as_string(tasks), aw_as_string(errors), state);
}

static void fini(void *data) {
    aw__ends_quietly();
    task_group *self = data;
    aw_value *const held[] = {&self->parent, &self->tasks, &self->errors, &self->base_error, &self->on_completed, &self->propagated};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) set(held[i], aw_none());
}

static const aw_object_type task_group_type = {.name = "TaskGroup", .aenter = aenter, .aexit = aexit, .repr = repr, .fini = fini};

aw_value aw_task_group_new(void) {
    aw_value none = aw_none(), made = AW_TRY(aw_object_new(&task_group_type, sizeof(task_group)));
    *group_in(made) =
        (task_group){.parent = none, .tasks = none, .errors = none, .base_error = none, .on_completed = none, .propagated = none};
    return made;
}
