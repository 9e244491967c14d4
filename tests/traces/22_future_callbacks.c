/* Futures: states, errors, callbacks. */
#include "program.h"

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    printf("\n");
}
static const char *python(bool truth) { return truth ? "True" : "False"; }

static aw_value note(aw_value future, aw_value list_and_word) {
    (void)future;
    return aw_append(aw_item(list_and_word, 0), aw_item(list_and_word, 1));
}
static aw_value bad(aw_value future, aw_value unused) {
    (void)future;
    (void)unused;
    return aw_raise(AW_KEY_ERROR, "cb");
}
static aw_value still_called(aw_value future, aw_value unused) {
    (void)future;
    printf("still called\n");
    return unused;
}
static aw_value handler(const aw_loop_error *error) {
    printf("handler: %s %s\n", error->message, aw_repr(error->exception));
    return aw_none();
}

AW_ASYNC(awaits, (aw_value, future)) { return AW_AWAIT(future); }

/* A coroutine that awaits it and has yielded it. */
static aw_value at_the_await(aw_value future) {
    aw_value c = awaits(future), yielded = aw_send(c, aw_none());
    return aw_is_error(yielded) ? yielded : c;
}

AW_ASYNC(notes_same, (int, number), (aw_value, future), (aw_value, expected), (aw_value, log)) {
    aw_value r = aw_await(future);
    return aw_append(log, AW_TUPLE(aw_int(number), aw_bool(aw_is(r, expected))));
}

static void states(aw_value log) {
    aw_value f = aw_future_new();
    printf("%s %s %s\n", aw_repr(f), python(aw_future_done(f)), python(aw_future_cancelled(f)));
    show("result", aw_future_result(f));
    show("exception", aw_future_exception(f));
    aw_value b = AW_TUPLE(log, aw_string("b"));
    aw_add_done_callback(f, note, AW_TUPLE(log, aw_string("a")));
    aw_add_done_callback(f, note, b);
    aw_add_done_callback(f, note, b);
    aw_future_set_result(f, aw_int(1));
    aw_add_done_callback(f, note, AW_TUPLE(log, aw_string("c")));
    printf("%s %s\n", python(aw_future_done(f)), aw_repr(log));
    show("again", aw_future_set_result(f, aw_int(2)));
    show("exc", aw_future_set_exception(f, aw_kind_value(AW_VALUE_ERROR)));
    show("cancel", aw_cancel(f));
    show("remove", aw_remove_done_callback(f, note, b));
    aw_value slept = aw_await(aw_sleep(0));
    (void)slept;
    printf("%s\n", aw_repr(log));
    show("result", aw_future_result(f));
    show("exception", aw_future_exception(f));
}

static void outcomes(aw_value log) {
    aw_value f = aw_future_new(), b = AW_TUPLE(log, aw_string("b")), one = aw_int(1);
    aw_add_done_callback(f, note, b);
    aw_add_done_callback(f, still_called, aw_none());
    aw_add_done_callback(f, note, b);
    show("remove", aw_remove_done_callback(f, note, b));
    show("remove", aw_remove_done_callback(f, note, b));
    aw_remove_done_callback(f, still_called, aw_none());
    const aw_value wrong[] = {aw_kind_value(AW_STOP_ITERATION), aw_exception_of(AW_STOP_ITERATION, 1, &one), aw_int(5)};
    for (int i = 0; i < 3; i++) show(aw_str(aw_format("set_exception %s", aw_repr(wrong[i]))), aw_future_set_exception(f, wrong[i]));
    aw_value x = aw_exception(AW_VALUE_ERROR, "v");
    aw_future_set_exception(f, x);
    show("result", aw_future_result(f));
    show("same object", aw_bool(aw_is(aw_future_exception(f), x)));
    printf("%s\n", aw_repr(f));

    f = aw_future_new();
    show("cancel", aw_cancel_with(f, aw_string("m1")));
    show("cancel", aw_cancel_with(f, aw_string("m2")));
    printf("%s %s %s\n", aw_repr(f), python(aw_future_done(f)), python(aw_future_cancelled(f)));
    show("result", aw_future_result(f));
    show("exception", aw_future_exception(f));
    show("set", aw_future_set_result(f, aw_int(1)));
    f = aw_future_new();
    aw_cancel(f);
    show("no message", aw_future_result(f));
}

static void by_hand(void) {
    aw_value f = aw_future_new(), o = awaits(f);
    printf("%s\n", python(aw_is(aw_send(o, aw_none()), f)));
    show("premature", aw_send(o, aw_none()));
    show("flag still set", aw_send(awaits(f), aw_none()));
    f = aw_future_new(); /* on which the flag is not set */
    show("throw", aw_throw(at_the_await(f), aw_exception(AW_KEY_ERROR, "t")));
    printf("%s\n", aw_repr(f));
    f = aw_future_new();
    show("close", aw_close(at_the_await(f)));
    printf("%s\n", aw_repr(f));
    f = aw_future_new();
    o = at_the_await(f);
    aw_future_set_result(f, aw_string("R"));
    show("send ignored value", aw_send(o, aw_string("ignored")));
    show("done: immediate", aw_send(awaits(f), aw_none()));
}

static aw_value failed(const char *message) {
    aw_value f = aw_future_new();
    aw_future_set_exception(f, aw_exception(AW_VALUE_ERROR, "%s", message));
    return f;
}

AW_ASYNC(everything) {
    aw_value log = AW_TRY(aw_list_of(0, NULL));
    aw_set_exception_handler(handler);
    states(log);
    outcomes(log);

    printf("-- callbacks of two futures\n");
    log = AW_TRY(aw_list_of(0, NULL));
    aw_value a = aw_future_new(), b = aw_future_new();
    for (int i = 1; i <= 2; i++) {
        aw_add_done_callback(a, note, AW_TUPLE(log, aw_format("a%d", i)));
        aw_add_done_callback(b, note, AW_TUPLE(log, aw_format("b%d", i)));
    }
    aw_future_set_result(b, aw_int(0));
    aw_cancel(a);
    AW_AWAIT(aw_sleep(0));
    printf("%s\n", aw_repr(log));

    printf("-- raising callback\n");
    aw_value f = aw_future_new();
    aw_add_done_callback(f, bad, aw_none());
    aw_add_done_callback(f, still_called, aw_none());
    aw_future_set_result(f, aw_int(0));
    AW_AWAIT(aw_sleep(0));

    printf("-- by hand\n");
    by_hand();

    printf("-- never retrieved\n");
    AW_SCOPE { failed("lost"); }
    AW_SCOPE { aw_future_exception(failed("seen")); }
    AW_SCOPE { printf("%s\n", aw_repr(aw_cancel(failed("cancel() silences")))); }

    printf("-- shared by tasks\n");
    log = AW_TRY(aw_list_of(0, NULL));
    f = aw_future_new();
    aw_value x = aw_exception(AW_VALUE_ERROR, "shared");
    for (int i = 0; i < 3; i++) AW_TRY(aw_create_task(notes_same(i, f, x, log)));
    AW_AWAIT(aw_sleep(0));
    aw_future_set_exception(f, x);
    AW_AWAIT(aw_sleep(0));
    printf("%s\n", aw_repr(log));
    return aw_none();
}

PROGRAM {
    aw_value ended = aw_run(everything());
    if (aw_is_error(ended)) printf("!! %s\n", aw_repr(aw_caught(ended)));
    aw_set_exception_handler(NULL);
}
