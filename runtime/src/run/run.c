/* aw_run() and what else runs the loop from C. After asyncio.runners and BaseEventLoop.run_until_complete. */
#include "run.h"

#include <math.h>

#include "../coro/coroutine.h"
#include "deadlock.h"

aw_value aw__deadlock_error(void) { return aw_raise(AW_DEADLOCK_ERROR, "%s", aw__deadlock_report()); }

/* -- the loop, until it is stopped -- */

/* Nothing is ready. True where it was worth waiting; else *out_error says why not, or None: there is nothing left. */
static bool wait_for_more(aw_value *out_error) {
    *out_error = aw_none();
    switch (aw_loop_state_now()) {
    case AW_LOOP_READY: return true;
    case AW_LOOP_SLEEPING:
        if (aw__port_sleep(aw_loop_next_timer() - aw_time())) return true;
        *out_error = aw_raise(AW_RUNTIME_ERROR, "aw_run() cannot sleep here without blocking the page: give the coroutine to m.run() in JavaScript");
        return false;
    case AW_LOOP_WAITING:
        *out_error = aw_raise(AW_RUNTIME_ERROR, "aw_run() waits for JavaScript, which cannot run meanwhile: give the coroutine to m.run() there");
        return false;
    default: return false;
    }
}

/* A run that was left by a trap stops the loop no more, whoever runs it then: `stop` knows it by its number. */
static bool is_under_way;
static int64_t run_count, left_count;

void aw__run_left(void) {
    if (!is_under_way) return;
    is_under_way = aw__the_loop.stopping = false;
    left_count = run_count;
}

/* True: it was stopped. False: an error, or None where nothing was left to run. */
static bool run_until_stopped(aw_value *out_error) {
    bool running = aw__the_loop.running;
    aw__the_loop.running = is_under_way = true;
    do {
        *out_error = aw__loop_drain((double)INFINITY);
    } while (!aw_is_error(*out_error) && !aw__the_loop.stopping && wait_for_more(out_error));
    bool stopped = aw__the_loop.stopping && !aw_is_error(*out_error);
    aw__the_loop.stopping = is_under_way = false;
    aw__the_loop.running = running;
    return stopped;
}

static aw_value refused(void) {
    if (aw__the_loop.closing) return aw_raise(AW_RUNTIME_ERROR, "Event loop is closed");
    if (aw__the_loop.running) return aw_raise(AW_RUNTIME_ERROR, "This event loop is already running");
    return aw__active ? aw_raise(AW_RUNTIME_ERROR, "a coroutine is running: the loop cannot") : aw_none();
}

aw_value aw_run_forever(void) {
    AW_TRY(refused());
    aw_value error;
    run_until_stopped(&error);
    return error;
}

/* -- until a future is done -- */

static aw_value stop(aw_value future, aw_value number) {
    if (aw_as_int(number) <= left_count) return aw_none();
    aw__exception *exception = aw__future_exception(aw__future_in(future));
    aw_value raised = exception ? aw__from_object(exception) : aw_none();
    if (aw_matches(raised, AW_SYSTEM_EXIT) || aw_matches(raised, AW_KEYBOARD_INTERRUPT)) return aw_none();
    aw_loop_stop();
    return aw_none();
}

static aw_value run_until_done(aw_value awaitable) {
    bool running = aw__the_loop.running;
    aw__the_loop.running = true; /* a task may be made */
    aw_value future = aw_ensure_future(awaitable), error;
    aw__the_loop.running = running;
    AW_TRY(future);
    aw_value number = aw_int(++run_count);
    if (!aw__future_on_done(aw__future_in(future), stop, number)) return aw__memory_error();
    bool stopped = run_until_stopped(&error);
    aw__future_forget(aw__future_in(future), stop, number);
    if (aw_is_error(error)) {
        if (!aw_is(awaitable, future) && aw_future_done(future) && !aw_future_cancelled(future)) aw_future_exception(future);
        return error;
    }
    if (!aw_future_done(future)) return stopped ? aw_raise(AW_RUNTIME_ERROR, "Event loop stopped before Future completed.") : aw__deadlock_error();
    return aw_future_result(future);
}

aw_value aw_run_until_complete(aw_value awaitable) {
    AW_TRY(awaitable);
    AW_TRY(refused());
    aw_value result = aw_none();
    AW_SCOPE { result = aw_keep(run_until_done(awaitable)); }
    return result;
}

/* -- asyncio.run -- */

aw_value aw__cancel_leftovers(void) {
    aw__writes(&aw__the_tasks);
    aw_value leftovers = AW_TRY(aw_list_of(0, NULL));
    for (aw__task *task = aw__first_task; task; task = task->next)
        if (!task->seen_by_host && task != aw__current_task) AW_TRY(aw_append(leftovers, aw__task_value(task)));
    for (size_t i = 0; i < aw_length(leftovers); i++) aw_cancel(aw_item(leftovers, i));
    return leftovers;
}

void aw__report_leftovers(aw_value tasks) {
    for (size_t i = 0; i < aw_length(tasks); i++) {
        aw__future *task = aw__future_in(aw_item(tasks, i));
        aw__exception *exception = aw__future_exception(task);
        if (!exception) continue;
        task->log = false;
        aw__loop_error("unhandled exception during asyncio.run() shutdown", aw__from_object(exception), "task", aw__future_value(task));
    }
}

static aw_value cancel_all_tasks(void) {
    bool running = aw__the_loop.running;
    aw__the_loop.running = true;
    aw_value tasks = aw__cancel_leftovers(), all = aw_length(tasks) ? aw_gather_list(tasks, true) : aw_none();
    aw__the_loop.running = running;
    if (aw_is_error(tasks) || aw_is_none(all)) return tasks;
    aw_value ended = run_until_done(all);
    aw__report_leftovers(tasks);
    return ended;
}

void aw__loop_close(void) {
    aw__the_loop.closing = true; /* what is let go may call anything */
    aw__loop_clear();
    aw__tasks_abandon();
    aw__loop_clear();
    aw__the_loop.closing = false;
    aw__asyncgens_reopen();
}

static aw_value run(aw_value main) {
    aw_value result = run_until_done(main);
    aw_value ended = cancel_all_tasks();
    if (!aw_is_error(ended)) ended = run_until_done(aw_shutdown_asyncgens());
    if (aw__the_loop.host_waiters) aw__asyncgens_reopen(); /* the host's tasks go on */
    else aw__loop_close();
    return aw_is_error(ended) && !aw_is_error(result) ? ended : result;
}

aw_value aw_run(aw_value main) {
    AW_TRY(main);
    if (aw__the_loop.running) return aw_raise(AW_RUNTIME_ERROR, "asyncio.run() cannot be called from a running event loop");
    AW_TRY(refused());
    if (!aw__is_coroutine_like(main)) return aw_raise(AW_VALUE_ERROR, "a coroutine was expected, got %s", aw_repr(main));
    aw_value result = aw_none();
    AW_SCOPE { result = aw_keep(run(main)); }
    return result;
}
