/* The asynchronous generator protocol driven by hand: asend, athrow and aclose with bodies that suspend. */
#include "program.h"

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

static aw_value print_got(const char *what, aw_value got) {
    if (!aw_is_error(got)) printf("  %s got %s\n", what, aw_str(got));
    return got;
}

static aw_value try_block(void) {
    aw_value a = AW_TRY(print_got("await1", aw_await(y(aw_string("await1")))));
    AW_TRY(print_got("yield", aw_yield(AW_TUPLE(aw_string("item"), a))));
    aw_value c = aw_yield(aw_string("second"));
    AW_EXCEPT(c, AW_VALUE_ERROR, e) {
        printf("  caught %s\n", aw_repr(e));
        AW_TRY(print_got("handler", aw_await(y(aw_string("in handler")))));
        c = AW_YIELD(aw_string("after handler"));
    }
    AW_TRY(c);
    printf("  then %s\n", aw_str(c));
    return aw_none();
}

AW_ASYNC_GENERATOR(g) {
    printf("  body starts\n");
    aw_value r = try_block();
    AW_FINALLY(r) { AW_TRY(print_got("cleanup", aw_await(y(aw_string("cleanup"))))); }
    return r;
}

AW_ASYNC_GENERATOR(two) {
    AW_YIELD(aw_int(1));
    AW_YIELD(aw_int(2));
    return aw_none();
}

AW_ASYNC_GENERATOR(echo, (aw_value, log)) {
    for (;;) AW_TRY(aw_append(log, AW_YIELD(aw_none())));
}

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    printf("\n");
}

/* Awaits a step by hand. */
static aw_value send_none(aw_value step) { return aw_send(step, aw_none()); }

static void print_state(aw_value a) {
    aw_site where;
    printf("  running %s await %s frame %s\n", aw_ag_running(a) ? "True" : "False", aw_type_name(aw_ag_await(a)), aw_ag_frame(a, &where) ? "True" : "False");
}

static void through_all_states(void) {
    aw_value a = g();
    print_state(a);
    aw_value x = aw_anext(a);
    printf("%s\n", aw_type_name(x));
    print_state(a);
    show("anext send", send_none(x));
    print_state(a);
    show("anext send A", aw_send(x, aw_string("A")));
    print_state(a);
    show("reuse", send_none(x));
    show("asend", send_none(aw_asend(a, aw_string("B"))));
    print_state(a);
    x = aw_athrow(a, aw_exception(AW_VALUE_ERROR, "t"));
    printf("%s\n", aw_type_name(x));
    show("athrow", send_none(x));
    print_state(a);
    show("athrow send H", aw_send(x, aw_string("H")));
    print_state(a);
    x = aw_aclose(a);
    show("aclose", send_none(x));
    print_state(a);
    show("aclose send", aw_send(x, aw_string("C")));
    print_state(a);
    show("reuse aclose", send_none(x));
    show("anext after", send_none(aw_anext(a)));
    show("athrow after", send_none(aw_athrow(a, aw_kind_value(AW_KEY_ERROR))));
    show("aclose after", send_none(aw_aclose(a)));
    show("asend after", send_none(aw_asend(a, aw_int(1))));
}

PROGRAM {
    through_all_states();

    printf("-- exhausted by end\n");
    aw_value a = two();
    for (int i = 0; i < 4; i++) show("anext", send_none(aw_anext(a)));
    show("athrow", send_none(aw_athrow(a, aw_exception(AW_KEY_ERROR, "lost"))));
    show("aclose", send_none(aw_aclose(a)));

    printf("-- unstarted\n");
    a = two();
    show("asend 1", send_none(aw_asend(a, aw_int(1))));
    show("anext", send_none(aw_anext(a)));
    a = two();
    show("athrow", send_none(aw_athrow(a, aw_exception(AW_KEY_ERROR, "k"))));
    show("anext", send_none(aw_anext(a)));
    a = two();
    show("aclose", send_none(aw_aclose(a)));
    show("anext", send_none(aw_anext(a)));
    a = two();
    show("aclose.send(1)", aw_send(aw_aclose(a), aw_int(1)));
    show("athrow.send(1)", aw_send(aw_athrow(a, aw_kind_value(AW_KEY_ERROR)), aw_int(1)));

    printf("-- asend override\n");
    aw_value log = aw_list_of(0, NULL);
    a = echo(log);
    show("prime", send_none(aw_asend(a, aw_none())));
    show("asend x, send y", aw_send(aw_asend(a, aw_string("x")), aw_string("y")));
    printf("%s\n", aw_repr(log));

    printf("-- order of await, not creation\n");
    a = two();
    aw_value p = aw_anext(a), q = aw_anext(a);
    show("q", send_none(q));
    show("p", send_none(p));
}
