/* Event and Condition: who wakes when, and what a cancellation in between does. */
#include "program.h"

static aw_value notes; /* a list, of the program */
static void note(aw_value value) { aw_append(notes, value); }
static void say(const char *text) { note(aw_string(text)); }
static void out(const char *label) {
    printf("%s %s\n", label, aw_repr(notes));
    AW_SCOPE {
        while (aw_length(notes)) aw_pop(notes);
    }
}
static const char *python(bool truth) { return truth ? "True" : "False"; }

AW_ASYNC(tick, (int, n)) {
    for (int i = 0; i < n; i++) AW_AWAIT(aw_sleep(0));
    return aw_none();
}

/* -- events -- */

AW_ASYNC(ew, (aw_value, event), (aw_value, name)) {
    aw_value r = aw_await(aw_event_wait(event));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {
        note(AW_TUPLE(name, aw_string("cancelled")));
        return aw_reraise();
    }
    note(AW_TUPLE(name, AW_TRY(r), aw_bool(aw_event_is_set(event))));
    return aw_none();
}

AW_ASYNC(events) {
    aw_value e = aw_event_new(), ts[3];
    for (int i = 0; i < 3; i++) ts[i] = aw_create_task(ew(e, aw_int(i)));
    (void)ts;
    AW_AWAIT(tick(1));
    aw_event_set(e);
    say("set");
    AW_AWAIT(tick(1));
    out("set wakes in order");
    printf("%s\n", aw_repr(AW_AWAIT(aw_event_wait(e))));
    aw_event_clear(e);
    printf("%s\n", python(aw_event_is_set(e)));

    aw_value t = aw_create_task(ew(e, aw_string("pulse")));
    AW_AWAIT(tick(1));
    aw_event_set(e);
    aw_event_clear(e);
    aw_value u = aw_create_task(ew(e, aw_string("late")));
    AW_AWAIT(tick(2));
    out("set+clear");
    printf("%s %s\n", python(aw_future_done(t)), python(aw_future_done(u)));
    aw_event_set(e);
    AW_AWAIT(tick(1));
    out("late");

    aw_event_clear(e);
    t = aw_create_task(ew(e, aw_string("c1")));
    u = aw_create_task(ew(e, aw_string("c2")));
    AW_AWAIT(tick(1));
    aw_cancel(t);
    AW_AWAIT(tick(1));
    aw_event_set(e);
    AW_AWAIT(tick(1));
    out("cancelled waiter");
    return aw_none();
}

/* -- conditions -- */

static void refused(aw_value r) {
    AW_EXCEPT(r, AW_RUNTIME_ERROR, e) { printf("%s\n", aw_str(e)); }
}

static aw_value wait_inside(aw_value c, const char *name) {
    note(aw_format("%s waits", name));
    aw_value r = aw_await(aw_condition_wait(c));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, x) {
        note(AW_TUPLE(aw_string(name), aw_string("cancelled"), aw_exception_args(x), aw_bool(aw_condition_locked(c))));
        return aw_reraise();
    }
    note(AW_TUPLE(aw_string(name), AW_TRY(r), aw_bool(aw_condition_locked(c))));
    return aw_none();
}

AW_ASYNC(cw, (aw_value, c), (const char *, name)) {
    AW_WITH(c) { AW_TRY(wait_inside(c, name)); }
    return aw_none();
}

AW_ASYNC(q, (aw_value, c), (const char *, name)) {
    AW_WITH(c) { say(name); }
    return aw_none();
}

AW_ASYNC(notifying, (aw_value, c)) {
    refused(aw_condition_notify(c, 1));
    refused(aw_condition_notify_all(c));
    refused(aw_await(aw_condition_wait(c)));
    aw_value ts[4];
    static const char *const names[] = {"w0", "w1", "w2", "w3"};
    for (int i = 0; i < 4; i++) ts[i] = aw_create_task(cw(c, names[i]));
    AW_AWAIT(tick(1));
    out("waiting");

    AW_WITH(c) {
        aw_value t = aw_create_task(q(c, "queued on the lock first"));
        (void)t;
        AW_AWAIT(tick(1));
        AW_TRY(aw_condition_notify(c, 2));
        say("notified");
        AW_AWAIT(tick(2));
        say("still holding");
    }
    AW_AWAIT(tick(5));
    out("notify(2)");
    AW_WITH(c) {
        AW_TRY(aw_condition_notify(c, 0));
        AW_TRY(aw_condition_notify_all(c));
        say("all");
    }
    AW_AWAIT(tick(5));
    out("notify_all");
    printf("[");
    for (int i = 0; i < 4; i++) printf("%s%s", python(aw_future_done(ts[i])), i < 3 ? ", " : "]\n");

    AW_WITH(c) { AW_TRY(aw_condition_notify(c, 3)); }
    aw_value t = aw_create_task(cw(c, "after"));
    AW_AWAIT(tick(3));
    out("notify is not remembered");
    printf("%s\n", python(aw_future_done(t)));
    AW_WITH(c) {
        aw_cancel_with(t, aw_string("early"));
        AW_AWAIT(tick(3));
        say("lock still held by me");
    }
    AW_AWAIT(tick(3));
    out("cancelled: re-acquires first");
    printf("%s %s\n", python(aw_future_cancelled(t)), python(aw_condition_locked(c)));
    return aw_none();
}

AW_ASYNC(cancelling, (aw_value, c)) {
    aw_value t = aw_create_task(cw(c, "r"));
    AW_AWAIT(tick(1));
    AW_WITH(c) {
        AW_TRY(aw_condition_notify(c, 1));
        AW_AWAIT(tick(1));
        aw_cancel_with(t, aw_string("one"));
        AW_AWAIT(tick(1));
        aw_cancel_with(t, aw_string("two"));
        AW_AWAIT(tick(1));
        say("releasing");
    }
    AW_AWAIT(tick(3));
    out("cancelled while re-acquiring");
    printf("%s %d\n", python(aw_future_cancelled(t)), (int)aw_task_cancelling(t));

    aw_value a = aw_create_task(cw(c, "A")), b = aw_create_task(cw(c, "B"));
    AW_AWAIT(tick(1));
    AW_WITH(c) {
        AW_TRY(aw_condition_notify(c, 1));
        aw_cancel_with(a, aw_string("lost"));
    }
    AW_AWAIT(tick(6));
    out("notification lost with the cancelled waiter");
    printf("%s\n", python(aw_future_done(b)));
    AW_WITH(c) { AW_TRY(aw_condition_notify(c, 1)); }
    AW_AWAIT(tick(4));
    out("B needs another");
    return aw_none();
}

static aw_value last_state(aw_value state) {
    say("pred");
    return aw_length(state) ? aw_item(state, aw_length(state) - 1) : state;
}

AW_ASYNC(pred, (aw_value, c), (aw_value, state)) {
    aw_value r = aw_none();
    AW_WITH(c) { r = AW_AWAIT(aw_condition_wait_for(c, last_state, state)); }
    note(r);
    return aw_none();
}

AW_ASYNC(predicates, (aw_value, c)) {
    aw_value state = AW_LIST(aw_int(0)), t = aw_create_task(pred(c, state));
    (void)t;
    AW_AWAIT(tick(1));
    const aw_value values[] = {aw_int(0), aw_string(""), aw_string("yes")};
    for (int i = 0; i < 3; i++) {
        AW_WITH(c) {
            AW_TRY(aw_append(state, values[i]));
            AW_TRY(aw_condition_notify(c, 1));
        }
        AW_AWAIT(tick(3));
    }
    out("wait_for");
    AW_AWAIT(pred(c, AW_LIST(aw_string("now"))));
    out("already true");
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    AW_AWAIT(events());
    aw_value c = aw_condition_new(aw_none());
    AW_AWAIT(notifying(c));
    AW_AWAIT(cancelling(c));
    AW_AWAIT(predicates(c));
    aw_value l = aw_lock_new(), c2 = aw_condition_new(l), c3 = aw_condition_new(l);
    AW_WITH(c2) { printf("%s %s\n", python(aw_lock_locked(l)), python(aw_condition_locked(c3))); }
    return aw_none();
}

PROGRAM {
    notes = aw_list_of(0, NULL);
    aw_value r = aw_run(main_coroutine());
    if (aw_is_error(r)) printf("%s\n", aw_traceback(r));
}
