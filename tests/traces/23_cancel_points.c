/* Where and when a cancellation is delivered. */
#include "program.h"

static const char *python(bool truth) { return truth ? "True" : "False"; }
static const char *args_of(aw_value exception) { return aw_repr(aw_exception_args(exception)); }

static const char *info(aw_value task) {
    return aw_str(aw_format("done=%s cancelled=%s cancelling=%d", python(aw_future_done(task)), python(aw_future_cancelled(task)),
                            (int)aw_task_cancelling(task)));
}

#define TICK() AW_AWAIT(aw_sleep(0))

AW_ASYNC(body, (aw_value, awaitable), (const char *, label)) {
    printf("  %s start\n", label);
    aw_value r = aw_await(awaitable);
    if (!aw_is_error(r)) printf("  %s got %s\n", label, aw_repr(r));
    else if (aw_matches(r, AW_CANCELLED_ERROR)) printf("  %s CancelledError %s\n", label, args_of(r));
    printf("  %s finally\n", label);
    return r;
}

AW_ASYNC(sync) { return aw_string("sync coroutine"); }

AW_ASYNC(cancels_itself, (aw_value, done)) {
    aw_cancel_with(aw_current_task(), aw_string("self"));
    printf("  goes on\n");
    printf("   %s\n", aw_str(AW_AWAIT(done)));
    printf("   %s\n", aw_str(AW_AWAIT(sync())));
    aw_value r = aw_await(aw_sleep(0));
    if (!aw_is_error(r)) printf("  not reached\n");
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        printf("  now %s\n", args_of(e));
        return aw_reraise();
    }
    return r;
}

AW_ASYNC(cancels_itself_and_waits, (aw_value, future)) {
    aw_cancel_with(aw_current_task(), aw_string("pf"));
    aw_value r = aw_await(future);
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) { printf("  delivered %s %s\n", args_of(e), python(aw_future_cancelled(future))); }
    AW_TRY(r);
    return aw_string("survived");
}

AW_ASYNC(cancels_itself_and_returns) {
    aw_cancel_with(aw_current_task(), aw_string("q"));
    return aw_string("lost");
}
AW_ASYNC(cancels_itself_and_raises) {
    aw_cancel(aw_current_task());
    return aw_raise(AW_VALUE_ERROR, "wins");
}

AW_ASYNC(swallows) {
    for (int i = 0; i < 2; i++) {
        aw_value r = aw_await(aw_sleep(30));
        AW_EXCEPT(r, AW_CANCELLED_ERROR) { printf("  swallowed %d\n", i); }
        AW_TRY(r);
    }
    TICK();
    return aw_string("ok");
}

AW_ASYNC(cleans_up) {
    aw_value r = aw_await(aw_sleep(30));
    AW_FINALLY(r) {
        aw_value cleaned = aw_await(aw_sleep(0.04));
        if (!aw_is_error(cleaned)) printf("  cleaned\n");
        AW_EXCEPT(cleaned, AW_CANCELLED_ERROR) {
            printf("  cleanup interrupted\n");
            return aw_reraise();
        }
    }
    return r;
}

AW_ASYNC(raises_its_own) { return aw_raise(AW_CANCELLED_ERROR, "own"); }

static aw_value cancel_and_look(aw_value task, const char *message) {
    aw_value accepted = message ? aw_cancel_with(task, aw_string(message)) : aw_cancel(task);
    printf("%s %s", aw_repr(accepted), info(task));
    return accepted;
}

static aw_value by_others(void) {
    printf("before start\n");
    aw_value t = AW_TRY(aw_create_task(body(aw_sleep(0), "x")));
    cancel_and_look(t, "early");
    printf("\n");
    TICK();
    printf("%s\n", info(t));

    printf("in future\n");
    aw_value f = AW_TRY(aw_future_new());
    t = AW_TRY(aw_create_task(body(f, "fut")));
    TICK();
    cancel_and_look(t, "m");
    printf(" future cancelled: %s\n", python(aw_future_cancelled(f)));
    TICK();
    printf("%s\n", info(t));
    cancel_and_look(t, NULL);
    printf("\n");

    printf("in sleep(0)\n");
    t = AW_TRY(aw_create_task(body(aw_sleep(0), "bare")));
    TICK();
    aw_cancel(t);
    printf("%s\n", info(t));
    TICK();
    printf("%s\n", info(t));

    printf("shared future cancels both\n");
    f = AW_TRY(aw_future_new());
    t = AW_TRY(aw_create_task(body(f, "one")));
    aw_value u = AW_TRY(aw_create_task(body(f, "two")));
    TICK();
    aw_cancel(t);
    TICK();
    printf("%s | %s\n", info(t), info(u));
    return aw_none();
}

static aw_value by_itself(void) {
    printf("self cancel\n");
    aw_value d = AW_TRY(aw_future_new());
    aw_future_set_result(d, aw_string("done future"));
    aw_value t = AW_TRY(aw_create_task(cancels_itself(d)));
    TICK();
    printf("%s\n", info(t));
    TICK();
    printf("%s\n", info(t));

    printf("self cancel then pending future\n");
    aw_value f = AW_TRY(aw_future_new());
    t = AW_TRY(aw_create_task(cancels_itself_and_waits(f)));
    TICK();
    printf("%s %s\n", info(t), python(aw_future_cancelled(f)));
    TICK();
    printf("%s %s\n", info(t), aw_str(aw_future_result(t)));

    printf("self cancel then return / raise\n");
    t = AW_TRY(aw_create_task(cancels_itself_and_returns()));
    aw_value u = AW_TRY(aw_create_task(cancels_itself_and_raises()));
    TICK();
    printf("%s | %s %s\n", info(t), info(u), aw_repr(aw_future_exception(u)));
    aw_value r = aw_await(t);
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) { printf("%s\n", args_of(e)); }
    return r;
}

static aw_value afterwards(void) {
    printf("swallow and go on\n");
    aw_value t = AW_TRY(aw_create_task(swallows()));
    TICK();
    aw_cancel(t);
    TICK();
    printf("%s\n", info(t));
    aw_cancel(t);
    aw_value result = AW_AWAIT(t);
    printf("%s %s\n", aw_str(result), info(t));

    printf("cleanup may await; second cancel hits the cleanup\n");
    for (int cancellations = 1; cancellations <= 2; cancellations++) {
        t = AW_TRY(aw_create_task(cleans_up()));
        for (int i = 0; i < cancellations; i++) {
            TICK();
            aw_cancel(t);
        }
        AW_AWAIT(aw_wait(AW_LIST(t), AW_ALL_COMPLETED, AW_NO_TIMEOUT));
        printf("%s\n", info(t));
    }

    printf("cancelled without cancel()\n");
    t = AW_TRY(aw_create_task(raises_its_own()));
    TICK();
    printf("%s\n", info(t));

    printf("uncancel does not withdraw (3.11)\n");
    t = AW_TRY(aw_create_task(aw_sleep(30)));
    TICK();
    aw_cancel(t);
    aw_cancel(t);
    for (int i = 0; i < 3; i++) printf("%s%s", aw_repr(aw_task_uncancel(t)), i < 2 ? " " : "\n");
    TICK();
    printf("%s\n", info(t));
    return aw_none();
}

AW_ASYNC(everything) {
    AW_TRY(by_others());
    AW_TRY(by_itself());
    return afterwards();
}

PROGRAM {
    aw_set_virtual_clock(true);
    aw_value ended = aw_run(everything());
    if (aw_is_error(ended)) printf("!! %s\n", aw_repr(aw_caught(ended)));
    aw_set_virtual_clock(false);
}
