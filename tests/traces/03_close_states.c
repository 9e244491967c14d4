/* close() in each state of a coroutine, errors during cleanup, and coroutines that ignore GeneratorExit. */
#include "program.h"

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    if (aw_is_error(result)) {
        aw_value e = aw_caught(result);
        printf(" ctx %s cause %s", aw_repr(aw_exception_context(e)), aw_repr(aw_exception_cause(e)));
    }
    printf("\n");
}

static aw_value started(aw_value coroutine) {
    AW_TRY(aw_send(coroutine, aw_none()));
    return coroutine;
}

static void state(aw_value c) { printf("%s\n", aw_coroutine_state_name(c)); }

static aw_value logged; /* a list, made and kept by the program's scope */
static void state_and_log(aw_value c) { printf("%s %s\n", aw_coroutine_state_name(c), aw_repr(logged)); }

AW_ASYNC(with_finally) {
    aw_append(logged, aw_string("body"));
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_EXCEPTION) { aw_append(logged, aw_string("Exception?")); }
    AW_FINALLY(r) { aw_append(logged, aw_string("finally")); }
    AW_TRY(r);
    return aw_none();
}

AW_ASYNC(returns) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { return aw_int(55); }
    return r;
}

AW_ASYNC(ignores) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) {}
    AW_TRY(r);
    r = AW_AWAIT(y(aw_int(2)));
    return AW_TUPLE(aw_string("after ignoring"), r);
}

AW_ASYNC(fails_in_cleanup) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_FINALLY(r) { return aw_raise(AW_VALUE_ERROR, "cleanup"); }
    return r;
}

AW_ASYNC(raises, (aw_value, x)) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { return aw_raise_exception(x); }
    return r;
}

AW_ASYNC(immediate) { return aw_string("sync await"); }

AW_ASYNC(awaits_in_cleanup) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_FINALLY(r) { aw_append(logged, AW_AWAIT(immediate())); }
    return r;
}

AW_ASYNC(gives_up_at_three) {
    int n = 0;
    while (n < 3) {
        aw_value r = aw_await(y(aw_int(n)));
        AW_EXCEPT(r, AW_GENERATOR_EXIT) { n++; }
        AW_TRY(r);
    }
    return aw_string("gave up");
}

PROGRAM {
    logged = aw_list_of(0, NULL);
    aw_value c = with_finally();
    show("close unstarted", aw_close(c));
    state_and_log(c);
    show("again", aw_close(c));
    show("send", aw_send(c, aw_none()));

    c = started(with_finally());
    show("close suspended", aw_close(c));
    state_and_log(c);

    show("swallow+return", aw_close(started(returns())));

    c = started(ignores());
    show("ignore", aw_close(c));
    state(c);
    show("send", aw_send(c, aw_string("v")));
    state(c);

    c = started(ignores());
    show("ignore", aw_close(c));
    show("close again", aw_close(c));
    state(c);

    c = started(fails_in_cleanup());
    show("cleanup error", aw_close(c));
    state(c);

    aw_value one = aw_int(1);
    show("other GeneratorExit", aw_close(started(raises(aw_exception(AW_GENERATOR_EXIT, "other")))));
    show("StopIteration", aw_close(started(raises(aw_exception_of(AW_STOP_ITERATION, 1, &one)))));
    show("KeyError from", aw_close(started(raises(aw_exception(AW_KEY_ERROR, "k")))));

    show("non-suspending await in finally", aw_close(started(awaits_in_cleanup())));
    printf("%s\n", aw_repr(logged));

    c = started(gives_up_at_three());
    for (int i = 0; i < 4; i++) show("close", aw_close(c));
    state(c);
}
