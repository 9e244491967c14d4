/* The exception that is being handled, across suspensions; context and cause. */
#include "program.h"

/* An awaitable that suspends once. */
struct it {
    int n;
};
static aw_value it_self(void *self) { return aw_object_of(self); }
static aw_value it_next(void *self) { return ++((struct it *)self)->n > 1 ? aw_stop(aw_none()) : aw_string("w"); }
static const aw_object_type it_type = {.name = "It", .await = it_self, .iter = it_self, .next = it_next};
static aw_value it(void) { return aw_object_new(&it_type, sizeof(struct it)); }

/* The exception and what led to it: `ValueError('thrown',) <- KeyError('mine',)`. */
static const char *chain(aw_value e) {
    aw_value text = aw_string("");
    for (const char *arrow = ""; !aw_is_none(e); arrow = " <- ") {
        text = aw_format("%s%s%s%s", aw_str(text), arrow, aw_type_name(e), aw_repr(aw_exception_args(e)));
        aw_value cause = aw_exception_cause(e);
        e = aw_exception_suppress_context(e) || !aw_is_none(cause) ? cause : aw_exception_context(e);
    }
    return aw_str(text);
}

static void show(const char *label, aw_value result) {
    if (!aw_is_error(result)) {
        printf("%s => %s\n", label, aw_repr(result));
        return;
    }
    aw_value e = aw_caught(result);
    printf("%s !! %s | cause %s ctx %s\n", label, chain(e), aw_repr(aw_exception_cause(e)), aw_repr(aw_exception_context(e)));
}

static aw_value started(aw_value coroutine) {
    AW_TRY(aw_send(coroutine, aw_none()));
    return coroutine;
}

AW_ASYNC(in_except) {
    aw_value r = aw_raise(AW_KEY_ERROR, "mine");
    AW_EXCEPT(r, AW_KEY_ERROR) {
        printf(" before %s\n", aw_repr(aw_handled_exception()));
        AW_AWAIT(it());
        printf(" after %s\n", aw_repr(aw_handled_exception()));
        return aw_reraise();
    }
    return r;
}

/* Steps c while an OSError is being handled. */
static aw_value drive(aw_value c, aw_value (*step)(aw_value c)) {
    aw_value r = aw_raise(AW_OS_ERROR, "caller");
    AW_EXCEPT(r, AW_OS_ERROR) {
        r = step(c);
        AW_EXCEPT(r, AW_BASE_EXCEPTION, e) { r = aw_format("raised %s", chain(e)); }
        printf(" caller still handles %s\n", aw_repr(aw_handled_exception()));
    }
    return r;
}
static aw_value send_none(aw_value c) { return aw_send(c, aw_none()); }
static aw_value throw_value_error(aw_value c) { return aw_throw(c, aw_exception(AW_VALUE_ERROR, "thrown")); }

AW_ASYNC(plain) {
    printf(" sees %s\n", aw_repr(aw_handled_exception()));
    AW_AWAIT(it());
    printf(" sees %s\n", aw_repr(aw_handled_exception()));
    return aw_raise(AW_VALUE_ERROR, "new");
}

AW_ASYNC(inner) {
    AW_AWAIT(it());
    return aw_raise(AW_VALUE_ERROR, "inner");
}

AW_ASYNC(outer) {
    aw_value r = aw_raise(AW_KEY_ERROR, "outer");
    AW_EXCEPT(r, AW_KEY_ERROR) { AW_AWAIT(inner()); }
    AW_TRY(r);
    return aw_none();
}

enum how { FROM, FROM_NONE, PLAIN };

AW_ASYNC(converts, (enum how, how)) {
    aw_value r = aw_await(inner());
    AW_EXCEPT(r, AW_VALUE_ERROR, e) {
        if (how == FROM) return aw_raise_from(aw_exception(AW_RUNTIME_ERROR, "conv"), e);
        if (how == FROM_NONE) return aw_raise_from(aw_exception(AW_RUNTIME_ERROR, "conv"), aw_none());
        return aw_raise(AW_RUNTIME_ERROR, "conv");
    }
    return r;
}

AW_ASYNC(fails_in_cleanup) {
    aw_value r = aw_await(it());
    AW_FINALLY(r) { return aw_raise(AW_VALUE_ERROR, "cleanup"); }
    return r;
}

/* A ValueError that already has OSError('old') as its context. */
static aw_value with_old_context(void) {
    aw_value r = aw_raise(AW_OS_ERROR, "old");
    AW_EXCEPT(r, AW_OS_ERROR) { r = aw_raise(AW_VALUE_ERROR, "pre"); }
    return aw_caught(r);
}

AW_ASYNC(bare) { return aw_reraise(); }

PROGRAM {
    aw_value c = started(in_except());
    printf("caller %s\n", aw_repr(aw_handled_exception()));
    show("bare raise resumed by busy caller", drive(c, send_none));
    show("throw into except block", throw_value_error(started(in_except())));
    show("throw into except block from busy caller", drive(started(in_except()), throw_value_error));

    show("raise, idle caller", send_none(started(plain())));
    show("raise, busy caller", drive(started(plain()), send_none));
    show("throw, busy caller", drive(started(plain()), throw_value_error));
    show("inner raises while outer handles", send_none(started(outer())));

    show("convert from", send_none(started(converts(FROM))));
    show("convert none", send_none(started(converts(FROM_NONE))));
    show("convert plain", send_none(started(converts(PLAIN))));

    show("close", aw_close(started(fails_in_cleanup())));
    show("throw", aw_throw(started(fails_in_cleanup()), aw_exception(AW_KEY_ERROR, "t")));
    show("context replaced", aw_throw(started(in_except()), with_old_context()));

    show("bare raise idle", send_none(bare()));
    show("bare raise busy", drive(bare(), send_none));
}
