/* shield: what reaches the inner task, and what the one who awaits. */
#include "program.h"

static const char *python(bool truth) { return truth ? "True" : "False"; }

static aw_value ticks(int count) {
    for (int i = 0; i < count; i++) AW_AWAIT(aw_sleep(0));
    return aw_none();
}

/* Awaits it, and prints what came of it. */
static void show(const char *label, aw_value awaitable) {
    AW_SCOPE {
        print_outcome(label, aw_await(awaitable));
        printf("\n");
    }
}

AW_ASYNC(work, (double, delay), (aw_value, exception)) {
    aw_value r = aw_await(aw_sleep(delay));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        printf("  work cancelled %s\n", aw_repr(aw_exception_args(e)));
        return aw_reraise();
    }
    AW_TRY(r);
    if (!aw_is_none(exception)) return aw_raise_exception(exception);
    printf("  work finished\n");
    return aw_string("W");
}

AW_ASYNC(shields, (aw_value, awaitable)) { return AW_AWAIT(aw_shield(awaitable)); }

/* A task that shields it, and waits by now. */
static aw_value shielding(aw_value awaitable) {
    aw_value outer = AW_TRY(aw_create_task(shields(awaitable)));
    AW_TRY(ticks(2));
    return outer;
}

static aw_value worker(double delay) { return aw_create_task(work(delay, aw_none())); }

static aw_value results(void) {
    show("result", aw_shield(work(0.08, aw_none())));
    show("exception", aw_shield(work(0, aw_exception(AW_VALUE_ERROR, "v"))));
    aw_value f = AW_TRY(aw_future_new());
    AW_TRY(aw_future_set_result(f, aw_int(1)));
    printf("done: same object %s\n", python(aw_is(aw_shield(f), f)));
    return aw_none();
}

static aw_value cancelling(void) {
    printf("-- outer cancelled\n");
    aw_value t = AW_TRY(worker(0.08)), o = AW_TRY(shielding(t));
    AW_TRY(aw_cancel_with(o, aw_string("o")));
    show("outer", o);
    printf("inner %s %d\n", python(aw_future_done(t)), (int)aw_task_cancelling(t));
    show("inner", t);

    printf("-- inner cancelled\n");
    t = AW_TRY(worker(1));
    o = AW_TRY(shielding(t));
    AW_TRY(aw_cancel_with(t, aw_string("i")));
    show("outer", o);
    printf("%s %d\n", python(aw_future_cancelled(o)), (int)aw_task_cancelling(o));
    return aw_none();
}

static aw_value late_exception(void) {
    printf("-- late exception after outer was cancelled\n");
    aw_value o = AW_TRY(shielding(work(0.04, aw_exception(AW_VALUE_ERROR, "late"))));
    AW_TRY(aw_cancel(o));
    show("outer", o);
    AW_AWAIT(aw_sleep(0.16));
    return aw_none();
}

static aw_value combined(void) {
    printf("-- double shield\n");
    aw_value t = AW_TRY(worker(0.08)), o = AW_TRY(shielding(aw_shield(t)));
    AW_TRY(aw_cancel(o));
    show("outer", o);
    show("inner", t);

    printf("-- shield inside gather\n");
    t = AW_TRY(worker(0.08));
    aw_value g = AW_TRY(aw_gather(aw_shield(t), work(1, aw_none())));
    AW_TRY(ticks(2));
    AW_TRY(aw_cancel(g));
    show("gather", g);
    show("inner", t);
    return aw_none();
}

AW_ASYNC(waits_anyway) {
    aw_value t = AW_TRY(worker(0.08)), r = aw_await(aw_shield(t));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {
        printf("  cancelled, waiting anyway\n");
        aw_value result = AW_AWAIT(t);
        return AW_TUPLE(result, aw_int(aw_task_cancelling(aw_current_task())));
    }
    return r;
}

static aw_value patterns(void) {
    printf("-- ignore cancellation pattern\n");
    aw_value o = AW_TRY(aw_create_task(waits_anyway()));
    AW_TRY(ticks(2));
    AW_TRY(aw_cancel(o));
    show("stubborn", o);

    printf("-- inner completes and outer is cancelled in the same iteration\n");
    aw_value f = AW_TRY(aw_future_new());
    o = AW_TRY(shielding(f));
    AW_TRY(aw_future_set_result(f, aw_string("F")));
    AW_TRY(aw_cancel_with(o, aw_string("c")));
    show("race", o);

    printf("-- shield of a bare future\n");
    f = AW_TRY(aw_future_new());
    o = AW_TRY(shielding(f));
    AW_TRY(aw_cancel(o));
    AW_TRY(ticks(2));
    printf("%s %s\n", aw_repr(f), python(aw_future_cancelled(o)));
    return aw_future_set_result(f, aw_int(1));
}

static aw_value handler(const aw_loop_error *error) {
    printf("handler: %s %s\n", error->message, aw_repr(error->exception));
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    aw_set_exception_handler(handler);
    aw_value (*const parts[])(void) = {results, cancelling, late_exception, combined, patterns};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        AW_SCOPE { AW_TRY(parts[i]()); }
    }
    return aw_none();
}

PROGRAM {
    aw_set_virtual_clock(true);
    aw_value r = aw_run(main_coroutine());
    if (aw_is_error(r)) printf("%s\n", aw_traceback(r));
}
