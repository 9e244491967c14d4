/* Which message a CancelledError has, and which object it is. */
#include "program.h"

#define TICK() AW_AWAIT(aw_sleep(0))

static aw_value seen; /* a list; the last one is the latest */

static aw_value last_seen(void) { return aw_length(seen) ? aw_item(seen, aw_length(seen) - 1) : aw_none(); }

AW_ASYNC(watches, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        AW_TRY(aw_append(seen, e));
        return aw_reraise();
    }
    return r;
}

AW_ASYNC(grab, (const char *, label), (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    if (!aw_is_error(r)) printf("%s value %s\n", label, aw_repr(r));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        printf("%s %s %s\n", label, aw_repr(aw_exception_args(e)), aw_is(e, last_seen()) ? "same object" : "other object");
    }
    return r;
}

static void print_grabbed(aw_value result) {
    AW_EXCEPT(result, AW_CANCELLED_ERROR, e) {
        printf("%s %s\n", aw_repr(aw_exception_args(e)), aw_is(e, last_seen()) ? "True" : "False");
    }
}

AW_ASYNC(returns_after_cancelling_itself) {
    aw_cancel_with(aw_current_task(), aw_string("late"));
    return aw_int(1);
}
AW_ASYNC(raises_its_own) {
    const aw_value arguments[] = {aw_string("own"), aw_int(2)};
    aw_value e = aw_exception_of(AW_CANCELLED_ERROR, 2, arguments);
    AW_TRY(aw_append(seen, e));
    return aw_raise_exception(e);
}
static const aw_kind my_kind = {"My", AW_CANCELLED_ERROR};
AW_ASYNC(raises_a_subclass) { return aw_raise(&my_kind, "my"); }

static aw_value tasks(void) {
    printf("future, two messages\n");
    aw_value t = AW_TRY(aw_create_task(watches(aw_future_new())));
    TICK();
    aw_cancel_with(t, aw_string("first"));
    aw_cancel_with(t, aw_string("second"));
    AW_AWAIT(grab("1st await", t));
    AW_AWAIT(grab("2nd await", t));
    AW_AWAIT(grab("3rd await", t));

    printf("sleep(0), two messages\n");
    t = AW_TRY(aw_create_task(watches(aw_sleep(0))));
    TICK();
    aw_cancel_with(t, aw_string("first"));
    aw_cancel_with(t, aw_string("second"));
    AW_AWAIT(grab("1st await", t));
    AW_AWAIT(grab("2nd await", t));

    printf("before start\n");
    while (aw_length(seen)) aw_pop(seen);
    t = AW_TRY(aw_create_task(watches(aw_sleep(0))));
    aw_cancel_with(t, aw_string("first"));
    aw_cancel_with(t, aw_string("second"));
    AW_AWAIT(grab("1st", t));
    AW_AWAIT(grab("2nd", t));

    printf("result()/exception() consume it too\n");
    t = AW_TRY(aw_create_task(watches(aw_sleep(1))));
    TICK();
    aw_cancel_with(t, aw_string("m"));
    TICK();
    print_grabbed(aw_future_exception(t));
    print_grabbed(aw_future_result(t));
    print_grabbed(aw_future_exception(t));
    return aw_none();
}

static aw_value others(void) {
    printf("plain future\n");
    aw_value f = AW_TRY(aw_future_new());
    aw_cancel_with(f, aw_string("fm"));
    AW_AWAIT(grab("1", f));
    AW_AWAIT(grab("2", f));

    printf("returned after self-cancel\n");
    aw_value t = AW_TRY(aw_create_task(returns_after_cancelling_itself()));
    TICK();
    AW_AWAIT(grab("1", t));
    AW_AWAIT(grab("2", t));

    printf("own CancelledError\n");
    t = AW_TRY(aw_create_task(raises_its_own()));
    AW_AWAIT(grab("1", t));
    AW_AWAIT(grab("2", t));

    printf("subclass\n");
    t = AW_TRY(aw_create_task(raises_a_subclass()));
    TICK();
    printf("%s\n", aw_future_cancelled(t) ? "True" : "False");
    aw_value r = aw_await(t);
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) { printf("%s %s\n", aw_type_name(e), aw_repr(aw_exception_args(e))); }
    return r;
}

AW_ASYNC(waits_on_condition, (aw_value, condition)) {
    AW_WITH(condition) { AW_AWAIT(aw_condition_wait(condition)); }
    return aw_none();
}

static aw_value structured(void) {
    printf("through gather\n");
    aw_value g = AW_TRY(aw_gather(aw_sleep(1), aw_sleep(1)));
    TICK();
    aw_cancel_with(g, aw_string("gm"));
    AW_AWAIT(grab("1", g));
    AW_AWAIT(grab("2", g));

    printf("gather awaited by a cancelled task\n");
    aw_value t = AW_TRY(aw_create_task(watches(aw_gather(aw_sleep(1), aw_sleep(1)))));
    TICK();
    TICK();
    aw_cancel_with(t, aw_string("tm"));
    AW_AWAIT(grab("1", t));

    printf("wait_for\n");
    t = AW_TRY(aw_create_task(watches(aw_wait_for(aw_sleep(1), 2))));
    TICK();
    TICK();
    aw_cancel_with(t, aw_string("wm"));
    AW_AWAIT(grab("1", t));

    printf("shield\n");
    aw_value inner = AW_TRY(aw_create_task(aw_sleep(1)));
    t = AW_TRY(aw_create_task(watches(aw_shield(inner))));
    TICK();
    TICK();
    aw_cancel_with(t, aw_string("sm"));
    AW_AWAIT(grab("1", t));
    aw_cancel_with(inner, aw_string("im"));
    AW_AWAIT(grab("inner cancelled", aw_shield(inner)));

    printf("condition re-acquire loses the message\n");
    aw_value c = AW_TRY(aw_condition_new(aw_none()));
    t = AW_TRY(aw_create_task(watches(waits_on_condition(c))));
    TICK();
    AW_WITH(c) {
        AW_TRY(aw_condition_notify(c, 1));
        TICK();
        aw_cancel_with(t, aw_string("cm"));
        TICK();
    }
    return AW_AWAIT(grab("1", t));
}

AW_ASYNC(everything) {
    seen = AW_TRY(aw_list_of(0, NULL));
    AW_TRY(tasks());
    AW_TRY(others());
    return structured();
}

PROGRAM {
    aw_set_virtual_clock(true);
    aw_value ended = aw_run(everything());
    if (aw_is_error(ended)) printf("!! %s\n", aw_repr(aw_caught(ended)));
    aw_set_virtual_clock(false);
}
