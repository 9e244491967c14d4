/* The ready queue: first in, first out; iterations; timers beside call_soon; cancelled handles; stop(). What Python schedules outside the loop, a coroutine schedules
 * here: its end stops the run behind the next iteration. */
#include "program.h"

static aw_value say(aw_value words) {
    printf("%s\n", aw_str(words));
    return aw_none();
}
static void say_soon(const char *words) { aw_call_soon(say, aw_string(words)); }

/* Runs what `schedule` schedules, for one iteration. */
AW_ASYNC(scheduling, (void *, schedule)) {
    ((void (*)(void))schedule)();
    return aw_none();
}
static aw_value run(void (*schedule)(void)) { return aw_run_until_complete(scheduling((void *)schedule)); }

static aw_value run_one_iteration(void) {
    aw_loop_stop();
    return aw_run_forever();
}

static aw_value stop(aw_value unused) {
    aw_loop_stop();
    return unused;
}

static aw_value a(aw_value unused) {
    printf("a\n");
    say_soon("c (scheduled by a)");
    return unused;
}
static aw_value b(aw_value unused) {
    printf("b\n");
    say_soon("d (scheduled by b)");
    return unused;
}
static void boundary(void) {
    aw_call_soon(a, aw_none());
    aw_call_soon(b, aw_none());
}

static aw_value from_callback(aw_value unused) {
    aw_call_later(-1, say, aw_string("late timer"));
    say_soon("soon");
    return unused;
}
static aw_value last_timer(aw_value words) {
    say(words);
    printf("iteration over\n");
    say_soon("queued before next run");
    return aw_none();
}
static void due_timers(void) {
    aw_call_later(0, last_timer, aw_string("t0"));
    say_soon("s1");
    aw_call_later(-1, say, aw_string("t-1"));
    aw_call_at(aw_time() - 5, say, aw_string("t-5"));
    say_soon("s2");
    aw_call_soon(from_callback, aw_none());
}

static void deadlines(void) {
    static const int order[] = {3, 1, 2};
    for (int i = 0; i < 3; i++) aw_call_later(order[i] / 15.0, say, aw_format("timer %d", order[i]));
    aw_call_later(4 / 15.0, stop, aw_none());
}

static aw_value cancel_the_first(aw_value handles) {
    aw_handle_cancel(aw_item(handles, 0));
    printf("cancelled a handle of the same batch\n");
    return aw_none();
}
static void cancelling(void) {
    aw_value handle = aw_call_soon(say, aw_string("never 1"));
    aw_handle_cancel(handle);
    printf("%s\n", aw_handle_cancelled(handle) ? "True" : "False");
    aw_value handles = aw_list_of(0, NULL);
    aw_call_soon(cancel_the_first, handles);
    aw_append(handles, aw_call_soon(say, aw_string("never 2")));
    aw_handle_cancel(aw_call_later(0.04, say, aw_string("never 3")));
    aw_call_later(0.12, stop, aw_none());
}

static aw_value say_next_batch(aw_value unused) {
    say_soon("next batch");
    return unused;
}
static void stopping(void) {
    aw_call_soon(stop, aw_none());
    say_soon("same batch");
    aw_call_soon(say_next_batch, aw_none());
}

static aw_value handler(const aw_loop_error *error) {
    printf("handler: %s %s ['exception', '%s', 'message']\n", error->message, aw_type_name(error->exception), error->key);
    return aw_none();
}
static aw_value bad(aw_value unused) {
    (void)unused;
    return aw_raise(AW_VALUE_ERROR, "x");
}
static void failing(void) {
    aw_call_soon(bad, aw_none());
    say_soon("after bad");
}
static aw_value interrupt(aw_value unused) {
    (void)unused;
    return aw_raise(AW_KEYBOARD_INTERRUPT);
}
static void interrupting(void) {
    aw_call_soon(interrupt, aw_none());
    say_soon("survivor");
}

PROGRAM {
    aw_set_virtual_clock(true);
    printf("-- boundary\n");
    run(boundary);
    printf("stopped after one iteration\n");
    run_one_iteration();

    printf("-- timers due now run after queued callbacks, by deadline\n");
    run(due_timers);
    run_one_iteration();

    printf("-- deadlines, not registration order\n");
    run(deadlines);
    aw_value ended = aw_run_forever();

    printf("-- cancel\n");
    run(cancelling);
    ended = aw_run_forever();

    printf("-- stop lets the batch finish; leftovers stay queued\n");
    run(stopping);
    printf("returned\n");
    run_one_iteration();
    printf("returned again\n");

    printf("-- errors do not stop the batch\n");
    aw_set_exception_handler(handler);
    run(failing);
    ended = run(interrupting);
    AW_EXCEPT(ended, AW_KEYBOARD_INTERRUPT) { printf("KeyboardInterrupt left run_forever\n"); }
    run_one_iteration();
    aw_set_exception_handler(NULL);
    aw_set_virtual_clock(false);
}
