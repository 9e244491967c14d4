/* Stepping tasks: from what a coroutine yields to what its task waits for. */
#include "task.h"

#include "../base/mistakes.h"
#include "../coro/coroutine.h"
#include "observe.h"

aw__task *aw__first_task, *aw__current_task;
static aw__task *last_task;
uint32_t aw__tasks_made;
static uint32_t tasks_named;

static aw_value step_call(aw_value task, aw_value error);

/* -- life -- */

static void link_task(aw__task *task) {
    task->previous = last_task;
    if (last_task) last_task->next = task;
    else aw__first_task = task;
    last_task = task;
    task->future.base.object.references++;
}

/* Done, or abandoned: the loop holds it no longer. */
static void unlink_task(aw__task *task) {
    if (task->previous) task->previous->next = task->next;
    else aw__first_task = task->next;
    if (task->next) task->next->previous = task->previous;
    else last_task = task->previous;
    task->next = task->previous = NULL;
    aw__object_release(&task->future.base.object);
}

aw_value aw__task_new(aw_value coroutine, aw_value name) {
    aw__task *task = (aw__task *)(void *)aw__future_new(&aw__task_class, AW_TYPE_TASK, sizeof *task);
    if (!task) return aw__memory_error();
    task->serial = ++aw__tasks_made;
    task->name = aw_is_none(name) ? aw_int(++tasks_named) : aw__retain(name);
    task->coroutine = aw__retain(coroutine);
    task->future.state = AW__CANCELLED; /* until it is sure to run: nobody hears of it otherwise */
    aw_value made = AW_TRY(aw__fresh(task));
    if (!aw__loop_soon(step_call, aw__retain(made), aw_none())) return aw__memory_error();
    task->future.state = AW__PENDING;
    link_task(task);
    aw__observe_task(AW_TRACE_TASK_CREATED, task);
    return made;
}

static void report_pending(aw__task *task) {
    AW_SCOPE {
        aw__note_mistake(AW__DESTROYED_PENDING, "Task was destroyed but it is pending!", aw__task_value(task), aw_none());
        aw_value ended = aw__loop_error("Task was destroyed but it is pending!", aw_none(), "task", aw__task_value(task));
        if (aw_is_error(ended)) aw__unraisable(ended, aw_none());
    }
}

static void destroy(aw__object *object) {
    aw__task *task = (aw__task *)(void *)object;
    if (task->future.state == AW__PENDING && !task->finalized) {
        task->finalized = true;
        object->references = 1;
        report_pending(task);
        if (--object->references) return;
    }
    if (task->future.state == AW__PENDING) task->future.state = AW__CANCELLED;
    if (!aw__future_fini(&task->future, "Task")) return;
    if (task->waiter) aw__object_release(&task->waiter->base.object);
    aw__release(task->coroutine);
    aw__release(task->name);
    aw__object_free(task, sizeof *task);
}

/* -- abandoned: in Python the collector finds them -- */

static void let_go_of_others(aw__task *task) {
    aw__future *waiter = task->waiter;
    task->waiter = NULL;
    if (waiter) {
        aw__future_forget(waiter, aw__task_wakeup, aw__task_value(task));
        if (waiter->base.class != &aw__plain_future_class.base.class) aw__future_cancel(waiter, aw_none()); /* a gather() and its children hold each other */
        aw__object_release(&waiter->base.object);
    }
    aw__future_drop_callbacks(&task->future); /* a gather() of it may hold it */
}

/* Somebody else holds it, perhaps a coroutine that it holds: closing its own ends such a circle. */
static void close_held(aw__task *task) {
    report_pending(task);
    AW_SCOPE {
        aw_value error = aw__own(aw__any_close(task->coroutine));
        if (aw_is_error(error)) aw__unraisable(error, task->coroutine);
    }
    task->future.state = AW__CANCELLED;
    unlink_task(task);
}

static void move_to_end(aw__task *task) {
    task->future.base.object.references++;
    unlink_task(task);
    link_task(task);
    task->future.base.object.references--;
}

void aw__tasks_abandon(void) {
    uint32_t held = 0, all = 0;
    for (aw__task *task = aw__first_task; task; task = task->next, all++) let_go_of_others(task);
    while (aw__first_task) {
        aw__task *task = aw__first_task;
        if (task->future.base.object.references == 1 || held > all) {
            if (task->future.base.object.references == 1) unlink_task(task);
            else close_held(task);
            held = 0;
        } else {
            move_to_end(task);
            held++;
        }
    }
}

/* -- one step -- */

static aw_value step_soon(aw__task *task, aw_value error) {
    aw__observe_task(AW_TRACE_TASK_SCHEDULED, task);
    return aw__loop_soon(step_call, aw__retain(aw__task_value(task)), aw__retain(error)) ? aw_none() : aw__memory_error();
}

/* Gives up a task that cannot be stepped any more: there is no memory for it. */
static aw_value fail(aw__task *task, aw_value error) {
    aw__future_set_exception(&task->future, error);
    unlink_task(task);
    return aw_none();
}

static aw_value end(aw__task *task, aw_step how, aw_value result) {
    aw_value raised = aw_none();
    if (how == AW_STEP_RETURN) {
        if (task->must_cancel) aw__future_cancel_plain(&task->future, task->future.result);
        else aw__future_set_result(&task->future, result);
        task->must_cancel = false;
    } else if (aw_matches(result, AW_CANCELLED_ERROR)) {
        task->future.cancelled = aw__exception_in(aw__retain(result));
        aw__future_cancel_plain(&task->future, aw_none());
    } else {
        aw__future_set_exception(&task->future, result);
        if (aw_matches(result, AW_SYSTEM_EXIT) || aw_matches(result, AW_KEYBOARD_INTERRUPT)) raised = result;
    }
    unlink_task(task);
    return raised;
}

static aw_value wait_for(aw__task *task, aw__future *future) {
    future->blocking = false;
    if (!aw__future_wait(future, aw__task_wakeup, aw__task_value(task))) return step_soon(task, aw__memory_error());
    task->waiter = future;
    future->base.object.references++;
    if (task->must_cancel && aw__future_cancel(future, task->future.result)) task->must_cancel = false;
    return aw_none();
}

static __attribute__((noinline)) aw_value suspended_on(aw__task *task, aw_value yielded) {
    const char *self = NULL, *what = NULL;
    aw_value task_value = aw__task_value(task);
    if (aw__is_future(yielded)) {
        if (aw_is(yielded, task_value)) return step_soon(task, aw_raise(AW_RUNTIME_ERROR, "Task cannot await on itself: %s", aw_repr(task_value)));
        if (aw__future_in(yielded)->blocking) return wait_for(task, aw__future_in(yielded));
        what = "yield was used instead of yield from in task";
    } else if (aw_type_of(yielded) == AW_TYPE_GENERATOR) {
        what = "yield was used instead of yield from for generator in task";
    }
    if (!what) return step_soon(task, aw_raise(AW_RUNTIME_ERROR, "Task got bad yield: %s", aw_repr(yielded)));
    self = aw_repr(task_value);
    return step_soon(task, aw_raise(AW_RUNTIME_ERROR, "%s %s with %s", what, self, aw_repr(yielded)));
}

static aw_step drive(aw__task *task, aw_value error, aw_value *out) {
    if (!aw__is_none(error)) return aw__any_throw(task->coroutine, 1, &error, out);
    return aw__any_send(task->coroutine, aw_none(), out);
}

static __attribute__((noinline)) aw_step drive_observed(aw__task *task, aw_value error, aw_value *out) {
    aw__observe_task(AW_TRACE_TASK_STEP, task);
    aw_step step = drive(task, error, out);
    aw__observe_task(step == AW_STEP_NEXT ? AW_TRACE_TASK_PAUSED : AW_TRACE_TASK_DONE, task);
    return step;
}

static __attribute__((noinline)) aw_value go_on(aw__task *task, aw_step how, aw_value out) {
    if (how == AW_STEP_NEXT && aw__is_none(out)) {
        aw_value failed = step_soon(task, out);
        aw__current_task = NULL;
        return aw_is_error(failed) ? fail(task, failed) : failed;
    }
    aw__current_task = NULL;
    out = aw__own(out);
    if (aw_is_error(out)) how = AW_STEP_ERROR; /* perhaps only now: there was no memory */
    if (how != AW_STEP_NEXT) return end(task, how, out);
    aw_value failed = suspended_on(task, out);
    return aw_is_error(failed) ? fail(task, failed) : failed;
}

static __attribute__((noinline)) aw_value step(aw__task *task, aw_value error) {
    if (task->future.state != AW__PENDING) return aw_none();
    if (task->must_cancel) {
        if (!aw_matches(error, AW_CANCELLED_ERROR)) error = aw_caught(aw__future_cancelled_error(&task->future));
        task->must_cancel = false;
    }
    if (task->waiter) {
        aw__object_release(&task->waiter->base.object);
        task->waiter = NULL;
    }
    aw_value out;
    aw__current_task = task;
    aw_step how = aw__is_tracing() ? drive_observed(task, error, &out) : drive(task, error, &out);
    return go_on(task, how, out);
}

static __attribute__((noinline)) aw_value hop_on(aw__task *task, aw__coroutine *coroutine, aw__hop hop) {
    aw_value out;
    aw_step how = aw__hop_on(coroutine, hop, &out);
    return go_on(task, how, out);
}

/* By far the commonest step goes from one sleep(0) to the next: then the reference that the loop has lent goes round. */
static aw_value step_call(aw_value value, aw_value error) {
    aw__task *task = aw__task_in(value);
    bool quick = aw__is_none(error) && task->future.state == AW__PENDING && !task->must_cancel && !task->waiter && !aw__is_tracing() &&
                 aw__is_coroutine(task->coroutine);
    if (!quick) return step(task, aw_caught(error));
    aw__current_task = task;
    aw__hop hop = aw__hop_into(aw__coroutine_in(task->coroutine));
    if (hop != AW__HOPPED || !aw__is_none(aw__yielded)) return hop_on(task, aw__coroutine_in(task->coroutine), hop);
    aw__current_task = NULL;
    if (aw__loop_soon(step_call, value, aw_none())) return AW__PASSED_ON;
    task->future.base.object.references++; /* which was dropped */
    return fail(task, aw__memory_error());
}

void aw__task_interrupted(aw__task *task, aw_value exception) {
    if (task->future.state == AW__PENDING) fail(task, exception);
}

aw_value aw__task_wakeup(aw_value value, aw_value task) {
    aw__future *future = aw__future_in(value);
    aw_value outcome = future->state == AW__FINISHED && !future->failed ? aw_none() : aw__future_outcome(future);
    return step(aw__task_in(task), aw_is_error(outcome) ? aw_caught(outcome) : aw_none());
}

aw__task *aw__task_stepped(aw__call call, aw_value subject, aw_value argument) {
    if (call == step_call) return aw__task_in(subject);
    return call == aw__task_wakeup ? aw__task_in(argument) : NULL;
}

/* -- cancelling -- */

static void cancel_in_next_step(aw__task *task, aw_value message) {
    aw_value before = task->future.result;
    task->must_cancel = true;
    task->future.result = aw__retain(message);
    aw__release(before);
}

static aw__task *awaited_task(const aw__task *task) {
    aw__task *awaited = task->waiter && aw__is_task(aw__future_value(task->waiter)) ? (aw__task *)(void *)task->waiter : NULL;
    return awaited && awaited->future.state == AW__PENDING ? awaited : NULL;
}

bool aw__cancel_went_round;

/* A task that waits for another passes the request on. Chains can be long: they are walked. In a circle the request comes back to where it was: nobody takes it. */
bool aw__task_cancel(aw__task *first, aw_value message) {
    static unsigned depth;
    aw__reads(&first->future);
    first->future.log = false;
    if (first->future.state != AW__PENDING) return false;
    if (first->is_asked) {
        aw__cancel_went_round = true;
        return false;
    }
    aw__task *last = NULL;
    for (aw__task *next = first; next && !next->is_asked; next = awaited_task(next)) {
        aw__observe_task(AW_TRACE_TASK_CANCELLED, next);
        aw__reads(&next->future);
        aw__writes(&next->must_cancel);
        last = next;
        last->is_asked = true;
        last->future.log = false;
        last->cancelling++;
    }
    if (!depth++) aw__cancel_went_round = false;
    bool passed_on = last->waiter && aw__future_cancel(last->waiter, message);
    depth--;
    for (aw__task *each = first; each; each = each == last ? NULL : awaited_task(each)) each->is_asked = false;
    if (aw__cancel_went_round) return false;
    if (!passed_on) cancel_in_next_step(last, message);
    return true;
}

static bool cancel(aw__future *self, aw_value message) { return aw__task_cancel((aw__task *)(void *)self, message); }

const aw__future_class aw__task_class = {{{"Task", destroy, aw__task_repr}, false, aw__future_send, aw__future_throw, aw__future_close}, cancel};
