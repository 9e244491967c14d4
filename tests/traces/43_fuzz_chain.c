/* A chain of coroutines that draw what they do with errors, driven by random send, throw and close. */
#include "program.h"

static uint32_t state = 12345;
static unsigned rnd(unsigned n) {
    state = (state * 1103515245u + 12345u) & 0x7fffffff;
    return (state >> 8) % n;
}

AW_GENERATOR(y, (aw_value, value)) { return AW_YIELD(value); }

static const char *args_of(aw_value exception) { return aw_repr(aw_exception_args(exception)); }

/* What a block came to: a value that is returned, or an error; else it goes on. */
typedef struct outcome {
    aw_value error, returned;
    bool returns;
} outcome;

static void on_value_error(int n, aw_value exception, outcome *out) {
    unsigned policy = rnd(5);
    printf("  %d ValueError %s policy %u\n", n, args_of(exception), policy);
    aw_value number = aw_int(n);
    if (policy == 0) out->error = aw_reraise();
    if (policy == 1) out->error = aw_raise_exception(aw_exception_of(AW_KEY_ERROR, 1, &number));
    if (policy == 2) *out = (outcome){aw_none(), AW_TUPLE(aw_string("VE"), number), true};
    if (policy != 3) return;
    aw_value r = aw_await(y(aw_format("handler%d", n)));
    if (aw_is_error(r)) out->error = r;
    else printf("  %d handler got %s\n", n, aw_str(r));
}

static void on_generator_exit(int n, outcome *out) {
    unsigned policy = rnd(6);
    printf("  %d GeneratorExit policy %u\n", n, policy);
    const aw_value arguments[] = {aw_string("from close"), aw_int(n)};
    if (policy <= 2) out->error = aw_reraise();
    if (policy == 3) *out = (outcome){aw_none(), AW_TUPLE(aw_string("GE"), arguments[1]), true};
    if (policy == 4) out->error = aw_raise_exception(aw_exception_of(AW_VALUE_ERROR, 2, arguments));
}

AW_ASYNC(level, (int, n)) {
    printf(" enter %d\n", n);
    for (int i = 0; i < 2; i++) {
        outcome out = {aw_none(), aw_none(), false};
        aw_value r = aw_await(n ? level(n - 1) : y(aw_format("leaf%d", i)));
        if (!aw_is_error(r)) printf("  %d got %s\n", n, aw_str(r));
        AW_EXCEPT(r, AW_VALUE_ERROR, e) { on_value_error(n, e, &out); }
        AW_EXCEPT(r, AW_GENERATOR_EXIT) { on_generator_exit(n, &out); }
        if (aw_is_error(r)) out.error = r;

        unsigned last = rnd(6);
        aw_value cleanup = aw_none();
        AW_FINALLY(out.error) {
            printf("  %d finally %u\n", n, last);
            if (last == 0) cleanup = aw_await(y(aw_format("fin%d", n)));
        }
        if (last == 0) {
            AW_TRY(cleanup);
            printf("  %d fin got %s\n", n, aw_str(cleanup));
        }
        if (last == 1) break;
        AW_TRY(out.error);
        if (out.returns) return out.returned;
    }
    printf(" leave %d\n", n);
    return aw_int(n);
}

static void unraisable(aw_value exception, aw_value object) {
    (void)object;
    printf("UNRAISABLE %s %s\n", aw_type_name(exception), args_of(exception));
}

static aw_value throw_number(aw_value c, const aw_kind *kind, int number) {
    aw_value argument = aw_int(number);
    printf("throw %s %d\n", kind->name, number);
    return aw_throw(c, aw_exception_of(kind, 1, &argument));
}

static void drive(aw_value c, unsigned op, int count) {
    aw_value r = aw_none();
    if (op <= 3) {
        printf("send None\n");
        r = aw_send(c, aw_none());
    } else if (op <= 5) {
        printf("send %d\n", count);
        r = aw_send(c, aw_int(count));
    } else if (op <= 7) {
        r = throw_number(c, op == 6 ? AW_VALUE_ERROR : AW_KEY_ERROR, count);
    } else {
        printf("close\n");
        r = aw_close(c);
    }
    if (!aw_is_error(r)) printf(op <= 7 ? "=> yield %s\n" : "=> %s\n", aw_str(r));
    else if (aw_matches(r, AW_STOP_ITERATION)) printf("=> return %s\n", aw_str(aw_stop_value(r)));
    else printf("=> raise %s %s\n", aw_type_name(aw_caught(r)), args_of(r));
}

PROGRAM {
    aw_set_unraisable_hook(unraisable);
    aw_value c = aw_none();
    for (int count = 0; count < 260;) {
        if (aw_is_none(c)) {
            unsigned depth = rnd(4);
            AW_SCOPE { c = aw_retain(level((int)depth)); }
            printf("NEW depth %u\n", depth);
        }
        unsigned op = rnd(9);
        AW_SCOPE { drive(c, op, ++count); }
        AW_SCOPE { printf("    %s %s\n", aw_coroutine_state_name(c), aw_type_name(aw_cr_await(c))); }
        if (aw_coroutine_state(c) == AW_CLOSED && rnd(2)) {
            aw_release(c);
            c = aw_none();
        }
    }
    while (!aw_is_none(c) && aw_coroutine_state(c) != AW_CLOSED) {
        AW_SCOPE {
            aw_value closed = aw_close(c);
            if (aw_is_error(closed)) printf("final %s %s\n", aw_type_name(aw_caught(closed)), args_of(closed));
        }
    }
    aw_release(c);
    aw_set_unraisable_hook(NULL);
}
