/* coroutine_wrapper, and how generators differ from coroutines. */
#include "program.h"

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    printf("\n");
}
static const char *python(bool truth) { return truth ? "True" : "False"; }
static void ignore(aw_value result) { (void)result; }

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

AW_ASYNC(two) {
    aw_value first = aw_await(y(aw_int(1))), second = aw_is_error(first) ? first : aw_await(y(aw_int(2)));
    printf("  finally\n");
    return aw_is_error(second) ? second : AW_TUPLE(first, second);
}

AW_GENERATOR(g) {
    aw_value r = AW_AWAIT(two());
    printf("  yield from got %s\n", aw_repr(r));
    return r;
}

AW_GENERATOR(gen) {
    aw_value r = aw_yield(aw_string("g1"));
    if (!aw_is_error(r)) {
        printf("  gen got %s\n", aw_str(r));
        r = aw_yield(aw_string("g2"));
    }
    printf("  gen finally\n");
    AW_TRY(r);
    return aw_string("gr");
}

AW_GENERATOR(ign) {
    for (;;) {
        aw_value r = aw_yield(aw_none());
        AW_EXCEPT(r, AW_GENERATOR_EXIT) { printf("  ignored\n"); }
        AW_TRY(r);
    }
}

static aw_value z;
AW_GENERATOR(selfrun) {
    show("  self", aw_next(z));
    return AW_YIELD(aw_string("ok"));
}

static aw_value list_of(aw_value iterator) {
    aw_value list = AW_TRY(aw_list_of(0, NULL)), item = aw_next(iterator);
    for (; !aw_is_error(item); item = aw_next(iterator)) AW_TRY(aw_append(list, item));
    AW_EXCEPT(item, AW_STOP_ITERATION) {}
    AW_TRY(item);
    return list;
}

static void unraisable(aw_value exception, aw_value object) {
    (void)object;
    printf("  UNRAISABLE %s\n", aw_str(exception));
}

static void wrappers(void) {
    aw_value c = two(), w = aw_await_iter(c);
    printf("%s %s %s\n", aw_type_name(w), python(aw_is(aw_iter(w), w)), python(aw_is(aw_await_iter(c), w)));
    show("send 1", aw_send(w, aw_int(1)));
    show("next", aw_next(w));
    show("send a", aw_send(w, aw_string("a")));
    show("send b", aw_send(w, aw_string("b")));
    show("next done", aw_next(w));
    show("close done", aw_close(w));
    w = aw_await_iter(two());
    ignore(aw_next(w));
    show("throw", aw_throw(w, aw_exception(AW_VALUE_ERROR, "t")));
    show("throw done", aw_throw(w, aw_exception(AW_VALUE_ERROR, "t")));
    w = aw_await_iter(two());
    ignore(aw_next(w));
    show("close", aw_close(w));
    show("list", list_of(aw_await_iter(two())));
}

static void generators(void) {
    aw_value x = g();
    show("g", aw_next(x));
    show("g", aw_send(x, aw_string("p")));
    show("g", aw_send(x, aw_string("q")));
    x = gen();
    show("gen send 1", aw_send(x, aw_int(1)));
    show("next", aw_next(x));
    show("send", aw_send(x, aw_string("v")));
    show("end", aw_next(x));
    show("after", aw_next(x));
    show("after send", aw_send(x, aw_int(3)));
    show("after throw", aw_throw(x, aw_exception(AW_KEY_ERROR, "k")));
    show("after close", aw_close(x));
    x = gen();
    show("throw unstarted", aw_throw(x, aw_exception(AW_KEY_ERROR, "u")));
    show("next", aw_next(x));
    x = gen();
    show("close unstarted", aw_close(x));
    show("next", aw_next(x));
}

PROGRAM {
    wrappers();
    generators();
    aw_set_unraisable_hook(unraisable);
    AW_SCOPE {
        aw_value x = ign();
        ignore(aw_next(x));
        show("ignore", aw_close(x));
        z = selfrun();
        show("running", aw_next(z));
    }
    aw_set_unraisable_hook(NULL);
}
