/* The firstiter and finalizer hooks of asynchronous generators. A scope's end stands where Python drops the last reference. */
#include "program.h"

AW_ASYNC_GENERATOR(g, (int, n)) {
    aw_value r = aw_none();
    for (int i = 0; i < n && !aw_is_error(r); i++) r = aw_yield(aw_int(i));
    printf("   finally %d\n", n);
    return r;
}

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    printf("\n");
}

static aw_value kept; /* what finalizers bring back to life */

static aw_value firstiter(const char *tag, aw_value a) {
    printf("  firstiter %s %s\n", tag, aw_coroutine_name(a));
    return aw_none();
}
static aw_value finalizer(const char *tag, aw_value a) {
    printf("  finalizer %s %s\n", tag, aw_coroutine_name(a));
    return aw_append(kept, a);
}
static aw_value first_a(aw_value a) { return firstiter("A", a); }
static aw_value first_b(aw_value a) { return firstiter("B", a); }
static aw_value final_a(aw_value a) { return finalizer("A", a); }
static aw_value final_b(aw_value a) { return finalizer("B", a); }
static aw_value bad(aw_value a) {
    (void)a;
    return aw_raise(AW_VALUE_ERROR, "hook");
}

static void unraisable(aw_value exception, aw_value object) {
    (void)object;
    printf("  UNRAISABLE %s %s\n", aw_type_name(exception), aw_str(exception));
}

static aw_value next(aw_value a) { return aw_send(aw_anext(a), aw_none()); }
static aw_value first_send(aw_value a) { return aw_asend(a, aw_none()); }
static aw_value first_throw(aw_value a) { return aw_athrow(a, aw_kind_value(AW_KEY_ERROR)); }

static void first_via(const char *name, aw_value (*call)(aw_value)) {
    printf("first via %s\n", name);
    AW_SCOPE { (void)call(g(6)).bits; }
}

PROGRAM {
    kept = aw_list_of(0, NULL);
    aw_set_unraisable_hook(unraisable);
    aw_set_asyncgen_hooks(first_a, final_a);
    printf("created\n");
    AW_SCOPE {
        aw_value a = g(3);
        printf("aiter\n");
        aw_aiter(a);
        printf("anext called\n");
        aw_value x = aw_anext(a);
        printf("anext again\n");
        aw_anext(a);
        show("send", aw_send(x, aw_none()));
        printf("hooks changed\n");
        aw_set_asyncgen_hooks(first_b, final_b);
        show("next", next(a));
        printf("drop\n");
    }
    printf("resurrected %zu\n", aw_length(kept));
    AW_SCOPE { show("aclose", aw_send(aw_aclose(aw_pop(kept)), aw_none())); }

    printf("unstarted drop\n");
    AW_SCOPE { (void)g(4).bits; }

    printf("exhausted drop\n");
    AW_SCOPE {
        aw_value a = g(1);
        show("n", next(a));
        show("n", next(a));
    }

    printf("aclosed drop\n");
    AW_SCOPE {
        aw_value a = g(5);
        show("n", next(a));
        show("c", aw_send(aw_aclose(a), aw_none()));
    }

    first_via("asend", first_send);
    first_via("athrow", first_throw);
    first_via("aclose", aw_aclose);

    printf("firstiter raises\n");
    aw_set_asyncgen_hooks(bad, NULL);
    AW_SCOPE {
        aw_value a = g(7);
        show("anext", aw_anext(a));
        show("anext again", next(a));
    }

    printf("finalizer raises\n");
    aw_set_asyncgen_hooks(NULL, bad);
    AW_SCOPE { show("n", next(g(8))); }

    printf("end\n");
    aw_set_asyncgen_hooks(NULL, NULL);
    aw_set_unraisable_hook(NULL);
}
