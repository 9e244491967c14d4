/* send() in each state of a coroutine; what it returns, as the arguments of StopIteration. */
#include "program.h"

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    printf("\n");
}

AW_ASYNC(two) {
    aw_value a = AW_AWAIT(y(aw_string("first")));
    aw_value b = AW_AWAIT(y(aw_string("second")));
    return AW_TUPLE(a, b);
}

AW_ASYNC(returns, (aw_value, v)) { return v; }

AW_ASYNC(bad) { return aw_raise(AW_KEY_ERROR, "k"); }

static aw_value me;

AW_ASYNC(self_send) {
    show("  send inside", aw_send(me, aw_none()));
    show("  send 5 inside", aw_send(me, aw_int(5)));
    show("  close inside", aw_close(me));
    show("  throw inside", aw_throw(me, aw_kind_value(AW_VALUE_ERROR)));
    printf("  %s\n", aw_coroutine_state_name(me));
    return aw_string("unharmed");
}

static void just_started(aw_value c) {
    aw_value values[] = {aw_int(1), aw_int(0), aw_bool(false), aw_string("")};
    for (int i = 0; i < 4; i++) {
        aw_value label = aw_format("send %s just started", aw_repr(values[i]));
        show(aw_as_string(label), aw_send(c, values[i]));
    }
}

static void returned_values(void) {
    aw_value pair = AW_TUPLE(aw_int(1), aw_int(2)), four = aw_int(4);
    aw_value values[] = {
        aw_none(),       aw_int(0), aw_tuple_of(0, NULL), pair,
        AW_TUPLE(pair), aw_exception(AW_VALUE_ERROR, "v"), aw_exception_of(AW_STOP_ITERATION, 1, &four),
    };
    for (int i = 0; i < 7; i++) {
        aw_value label = aw_format("return %s", aw_repr(values[i]));
        show(aw_as_string(label), aw_send(returns(values[i]), aw_none()));
    }
}

PROGRAM {
    aw_value c = two();
    printf("%s\n", aw_coroutine_state_name(c));
    just_started(c);
    printf("%s\n", aw_coroutine_state_name(c));
    show("send None", aw_send(c, aw_none()));
    printf("%s\n", aw_coroutine_state_name(c));
    show("send a", aw_send(c, aw_string("a")));
    printf("%s\n", aw_coroutine_state_name(c));
    show("send b", aw_send(c, aw_string("b")));
    printf("%s\n", aw_coroutine_state_name(c));
    show("send after return", aw_send(c, aw_none()));
    show("send x after return", aw_send(c, aw_string("x")));

    returned_values();

    c = bad();
    show("raise", aw_send(c, aw_none()));
    printf("%s\n", aw_coroutine_state_name(c));
    show("send after raise", aw_send(c, aw_none()));

    me = self_send();
    show("run", aw_send(me, aw_none()));
}
