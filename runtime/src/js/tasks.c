/* Tasks and futures, as JavaScript makes them, looks at them and waits for them. docs/module.md is the specification. */
#include <aw/async_generator.h>

#include "../coro/async_generator.h"
#include "../run/run.h"
#include "entry.h"
#include "scheduled.h"
#include "slots.h"

__attribute__((import_module("aw"), import_name("settled"))) void aw__import_settled(uint32_t waiter, int status);

/* -- waiting -- */

/* The loop's call: what a waiter of JavaScript's waits for is done. */
static aw_value tell(aw_value future, aw_value waiter) {
    aw__the_loop.host_waiters--;
    aw_value outcome = aw__future_outcome(aw__future_in(future));
    aw__slots_reset();
    bool written = aw__slot_write(&aw__mailbox[0], outcome);
    aw__import_settled((uint32_t)aw_as_int(waiter), aw_is_error(outcome) || !written ? -1 : 1);
    aw__slots_reset();
    return aw_none();
}

bool aw__tells_host(aw__call call) { return call == tell; }

static aw_value wait_for(aw_value awaitable, uint32_t waiter) {
    aw_value future = AW_TRY(aw_ensure_future(awaitable));
    if (aw__is_task(future)) aw__task_in(future)->seen_by_host = true;
    if (!aw__future_on_done(aw__future_in(future), tell, aw_int(waiter))) return aw__memory_error();
    aw__the_loop.host_waiters++;
    return future;
}

/* The address of the task or future that is waited for, good until the waiter is told; 0: raised. */
static uint32_t wait_ended(aw__entry *self, aw_value future) {
    if (aw_is_error(future)) {
        aw__entry_end_value(self, future);
        return 0;
    }
    uint32_t address = (uint32_t)(uintptr_t)aw__object_of(future);
    aw__entry_leave(self);
    return address;
}

AW__EXPORT(aw_js_wait) uint32_t aw_js_wait(void *object, uint32_t waiter) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return wait_ended(&self, wait_for(aw__value_at(object), waiter));
}

/* The same for the main coroutine of a run. */
AW__EXPORT(aw_js_wait_run) uint32_t aw_js_wait_run(void *object, uint32_t waiter) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw_value main = aw__value_at(object);
    if (aw__is_coroutine_like(main)) return wait_ended(&self, wait_for(main, waiter));
    return wait_ended(&self, aw_raise(AW_VALUE_ERROR, "a coroutine was expected, got %s", aw_repr(main)));
}

/* Is there anything for a clean-up to do? */
AW__EXPORT(aw_js_left_over) int aw_js_left_over(void) {
    for (aw__task *task = aw__first_task; task; task = task->next)
        if (!task->seen_by_host) return true;
    return aw__first_watched != NULL;
}

/* A wait for all that follows the end of the last run. `all`: what JavaScript waits for is ended, too. */
AW__EXPORT(aw_js_wait_clean_up) uint32_t aw_js_wait_clean_up(int all, uint32_t waiter) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    for (aw__task *task = all ? aw__first_task : NULL; task; task = task->next) task->seen_by_host = false;
    return wait_ended(&self, wait_for(aw__run_cleanup(), waiter));
}

static void give_up(aw__task *task) {
    aw_value cleanup = aw__retain(aw__task_value(task));
    aw__task_interrupted(task, aw_caught(aw__memory_error())); /* nobody hears of it */
    task->future.log = false;
    aw__release(cleanup);
}

/* The waiter waits no longer, and a run's end does not spare the task for its sake. `ends`: it is a clean-up that cannot go on, and ends here. False where the
 * waiter is about to be told. */
AW__EXPORT(aw_js_wait_no_more) int aw_js_wait_no_more(void *object, uint32_t waiter, int ends) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw_value future = aw__value_at(object);
    uint32_t forgotten = (uint32_t)aw__future_forget(aw__future_in(future), tell, aw_int(waiter));
    aw__the_loop.host_waiters -= forgotten;
    if (forgotten && aw__is_task(future)) {
        aw__task_in(future)->seen_by_host = false;
        if (ends) give_up(aw__task_in(future));
    }
    aw__entry_leave(&self);
    return forgotten != 0;
}

/* -- tasks -- */

/* The name, or None, is in slot 0. */
AW__EXPORT(aw_js_create_task) int aw_js_create_task(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value name;
    aw_value read = aw__entry_arguments(1, &name);
    if (aw_is_error(read)) return aw__entry_end_value(&self, read);
    aw_value coroutine = aw__value_at(object);
    return aw__entry_end_value(&self, aw_is_none(name) ? aw_create_task(coroutine) : aw_create_task_named(coroutine, aw_str(name)));
}

AW__EXPORT(aw_js_current_task) int aw_js_current_task(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_current_task());
}

AW__EXPORT(aw_js_tasks) int aw_js_tasks(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_all_tasks());
}

AW__EXPORT(aw_js_task) int aw_js_task(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw_value task = aw__value_at(object);
    return aw__entry_end_value(&self, AW_TUPLE(aw_string(aw_task_name(task)), aw_task_coroutine(task), aw_int(aw_task_cancelling(task))));
}

AW__EXPORT(aw_js_task_set_name) int aw_js_task_set_name(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value name;
    aw_value read = aw__entry_arguments(1, &name);
    return aw__entry_end_value(&self, aw_is_error(read) ? read : aw_task_set_name(aw__value_at(object), aw_str(name)));
}

AW__EXPORT(aw_js_task_uncancel) int aw_js_task_uncancel(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_task_uncancel(aw__value_at(object)));
}

/* -- futures -- */

enum { PENDING, CANCELLED, FINISHED };
AW__EXPORT(aw_js_future_state) int aw_js_future_state(void *object) {
    aw_value future = aw__value_at(object);
    return !aw_future_done(future) ? PENDING : aw_future_cancelled(future) ? CANCELLED : FINISHED;
}

AW__EXPORT(aw_js_future_result) int aw_js_future_result(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_future_result(aw__value_at(object)));
}

AW__EXPORT(aw_js_future_exception) int aw_js_future_exception(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_future_exception(aw__value_at(object)));
}

/* The result in slot 0, or where the status is -1 the exception. */
AW__EXPORT(aw_js_future_set) int aw_js_future_set(void *object, int status) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value outcome, future = aw__value_at(object);
    aw_value read = aw__entry_arguments(1, &outcome);
    if (aw_is_error(read)) return aw__entry_end_value(&self, read);
    return aw__entry_end_value(&self, status < 0 ? aw_future_set_exception(future, outcome) : aw_future_set_result(future, outcome));
}

/* The message, or None, is in slot 0. */
AW__EXPORT(aw_js_cancel) int aw_js_cancel(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value message;
    aw_value read = aw__entry_arguments(1, &message);
    return aw__entry_end_value(&self, aw_is_error(read) ? read : aw_cancel_with(aw__value_at(object), message));
}

/* -- asynchronous generators -- */

enum { ANEXT, ASEND, ATHROW, ACLOSE };

static aw_value make_step(aw_value generator, int method, uint32_t count) {
    aw_value arguments[3];
    if (count > 3) return aw_raise(AW_TYPE_ERROR, "athrow expected at most 3 arguments, got %u", (unsigned)count);
    AW_TRY(aw__entry_arguments(count, arguments));
    switch (method) {
    case ANEXT: return aw_anext(generator);
    case ASEND: return aw_asend(generator, arguments[0]);
    case ATHROW: return aw_athrow_args(generator, count, arguments);
    default: return aw_aclose(generator);
    }
}

/* What generator.asend() and the like give. */
AW__EXPORT(aw_js_generator_step) int aw_js_generator_step(void *object, int method, uint32_t count) {
    aw__entry self;
    aw__entry_begin(&self);
    return aw__entry_end_value(&self, make_step(aw__value_at(object), method, count));
}

/* The loop closes it when it is dropped; but the end of a run leaves it alone, since JavaScript iterates over it. */
static aw_value make_step_in_loop(aw_value generator, int method, uint32_t count) {
    bool enters = !aw__the_loop.turning;
    if (enters) aw__loop_entered(true);
    aw_value step = make_step(generator, method, count);
    if (enters) aw__loop_entered(false);
    aw__async_generator_unwatch(aw__async_generator_in(generator));
    return step;
}

AW__EXPORT(aw_js_wait_step) uint32_t aw_js_wait_step(void *object, int method, uint32_t count, uint32_t waiter) {
    aw__entry self;
    aw__entry_begin(&self);
    return wait_ended(&self, wait_for(make_step_in_loop(aw__value_at(object), method, count), waiter));
}

AW__EXPORT(aw_js_generator) int aw_js_generator(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw_value generator = aw__value_at(object);
    aw_site frame;
    aw_value described = aw_ag_frame(generator, &frame) ? AW_TUPLE(aw_string(frame.function), aw_string(frame.file), aw_int(frame.line)) : aw_none();
    return aw__entry_end_value(&self, AW_TUPLE(aw_bool(aw_ag_running(generator)), aw_ag_await(generator), described));
}
