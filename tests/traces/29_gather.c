/* gather: order, errors, cancellation in every direction. */
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

AW_ASYNC(w, (const char *, name), (double, delay), (aw_value, exception), (double, stub)) {
    printf("  start %s\n", name);
    aw_value r = aw_await(aw_sleep(delay));
    if (!aw_is_error(r)) {
        if (!aw_is_none(exception)) return aw_raise_exception(exception);
        printf("  end %s\n", name);
        return aw_string(name);
    }
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        printf("  cancelled %s %s\n", name, aw_repr(aw_exception_args(e)));
        if (!stub) return aw_reraise();
        AW_AWAIT(aw_sleep(stub));
        printf("  stubborn %s done\n", name);
        return aw_format("%s!", name);
    }
    return r;
}
static aw_value works(const char *name, double delay) { return w(name, delay, aw_none(), 0); }
static aw_value fails(const char *name, double delay, aw_value exception) { return w(name, delay, exception, 0); }
static aw_value stubborn(const char *name, double stub) { return w(name, 1, aw_none(), stub); }

static aw_value results(void) {
    aw_value g = aw_gather_of(0, NULL, false);
    printf("empty %s %s\n", python(aw_future_done(g)), aw_repr(aw_future_result(g)));
    show("order", aw_gather(works("a", 0.12), works("b", 0.04), works("c", 0.08)));
    show("first error", aw_gather(works("a", 0.12), fails("b", 0.04, aw_exception(AW_VALUE_ERROR, "B")), fails("c", 0.08, aw_exception(AW_KEY_ERROR, "C"))));
    printf("others still running\n");
    AW_AWAIT(aw_sleep(0.24));
    show("return_exceptions", aw_gather_exceptions(fails("a", 0.08, aw_exception(AW_VALUE_ERROR, "A")), works("b", 0.04)));
    aw_value c = works("dup", 0);
    show("duplicates", aw_gather(c, c, works("other", 0), c));
    aw_value f = AW_TRY(aw_future_new());
    AW_TRY(aw_future_set_result(f, aw_string("F")));
    show("mix", aw_gather(f, works("x", 0), f));
    return aw_none();
}

AW_ASYNC(gathers_one, (aw_value, awaitable)) {
    AW_AWAIT(aw_gather(awaitable));
    return aw_none();
}

static aw_value child_cancelled(void) {
    printf("-- child cancelled\n");
    aw_value t = AW_TRY(aw_create_task(works("t", 1))), g = AW_TRY(aw_gather(t, works("u", 0.08)));
    AW_TRY(ticks(2));
    AW_TRY(aw_cancel_with(t, aw_string("child")));
    AW_TRY(ticks(2));
    printf("%s %s %s\n", python(aw_future_done(g)), python(aw_future_cancelled(g)), aw_repr(aw_future_exception(g)));
    show("await it", g);
    AW_AWAIT(aw_sleep(0.16));
    t = AW_TRY(aw_create_task(works("t", 1)));
    g = AW_TRY(aw_gather_exceptions(t, works("u", 0.08)));
    AW_TRY(ticks(2));
    AW_TRY(aw_cancel_with(t, aw_string("child")));
    show("return_exceptions", g);

    printf("-- awaiting task ends cancelled\n");
    t = AW_TRY(aw_create_task(works("t", 1)));
    aw_value o = AW_TRY(aw_create_task(gathers_one(t)));
    AW_TRY(ticks(2));
    AW_TRY(aw_cancel(t));
    AW_TRY(ticks(3));
    printf("%s %d\n", python(aw_future_cancelled(o)), (int)aw_task_cancelling(o));
    return aw_none();
}

AW_ASYNC(gathers_two, (aw_value, first), (aw_value, second), (bool, return_exceptions)) {
    return AW_AWAIT(aw_gather_list(AW_LIST(first, second), return_exceptions));
}

/* Starts a task that gathers the two, and cancels that. */
static aw_value cancel_gatherer(const char *label, aw_value first, aw_value second, bool return_exceptions) {
    aw_value o = AW_TRY(aw_create_task(gathers_two(first, second, return_exceptions)));
    AW_TRY(ticks(2));
    AW_TRY(aw_cancel_with(o, aw_string("T")));
    show(label, o);
    return aw_none();
}

static aw_value outer_cancelled(void) {
    printf("-- outer.cancel()\n");
    aw_value g = AW_TRY(aw_gather(works("p", 1), works("q", 1)));
    AW_TRY(ticks(2));
    printf("%s ", aw_repr(aw_cancel_with(g, aw_string("G"))));
    printf("%s %s\n", python(aw_future_done(g)), python(aw_future_cancelled(g)));
    show("cancelled", g);
    printf("%s %s\n", python(aw_future_cancelled(g)), aw_repr(aw_cancel(g)));
    for (int i = 0; i < 2; i++) {
        printf("-- awaiting task cancelled, stubborn children, return_exceptions %s\n", python(i));
        AW_TRY(cancel_gatherer("stubborn", stubborn("s1", 0.08), stubborn("s2", 0.16), i));
        AW_AWAIT(aw_sleep(0.24));
    }
    printf("-- one plain, one stubborn\n");
    AW_TRY(cancel_gatherer("mixed", works("plain", 1), stubborn("stub", 0.08), false));
    printf("stubborn still running\n");
    AW_AWAIT(aw_sleep(0.16));
    return aw_none();
}

static aw_value after_failure(void) {
    printf("-- cancel after failure\n");
    aw_value s = AW_TRY(aw_create_task(works("slow", 0.12)));
    aw_value g = AW_TRY(aw_gather(s, fails("bad", 0, aw_exception(AW_VALUE_ERROR, "E"))));
    show("fails", g);
    printf("%s\n", aw_repr(aw_cancel(g)));
    printf("%s\n", aw_str(AW_AWAIT(s)));
    printf("-- unretrieved\n");
    AW_SCOPE {
        AW_TRY(aw_gather(fails("bad", 0, aw_exception(AW_VALUE_ERROR, "E"))));
        AW_TRY(ticks(4));
    }
    aw_value bad[] = {aw_int(1), aw_none(), aw_string("x")};
    for (int i = 0; i < 3; i++) {
        aw_value r = aw_gather(bad[i]);
        AW_EXCEPT(r, AW_TYPE_ERROR, e) { printf("%s\n", aw_str(e)); }
        AW_TRY(r);
    }
    printf("-- nested\n");
    show("nested", aw_gather(aw_gather(works("n1", 0), works("n2", 0)), works("n3", 0)));
    return aw_none();
}

static aw_value handler(const aw_loop_error *error) {
    printf("handler: %s\n", error->message);
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    aw_set_exception_handler(handler);
    aw_value (*const parts[])(void) = {results, child_cancelled, outer_cancelled, after_failure};
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
