/* send, throw and close through a chain of three coroutines: who runs, and in which order. */
#include "program.h"

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

static void show(const char *label, aw_value result) {
    print_outcome(label, result);
    printf("\n");
}

static aw_value started(aw_value coroutine) {
    AW_TRY(aw_send(coroutine, aw_none()));
    return coroutine;
}

/* try: await inner … except catches. A plain C function, called from a coroutine, may await too. */
static aw_value guarded(int n, const aw_kind *catches, aw_value inner) {
    aw_value r = aw_await(inner);
    AW_EXCEPT(r, catches, e) {
        printf("level %d caught %s\n", n, aw_repr(e));
        aw_value sent = AW_AWAIT(y(aw_format("from level %d", n)));
        printf("level %d resumed with %s\n", n, aw_str(sent));
        return AW_TUPLE(aw_int(n), aw_string("recovered"), sent);
    }
    AW_TRY(r);
    printf("level %d got %s\n", n, aw_str(r));
    return AW_TUPLE(aw_int(n), r);
}

AW_ASYNC(level, (int, n), (const aw_kind *, catches), (aw_value, inner)) {
    printf("enter %d\n", n);
    aw_value result = guarded(n, catches, inner);
    AW_FINALLY(result) { printf("leave %d\n", n); }
    return result;
}

/* What each level catches; NULL is nothing. */
static aw_value chain(const aw_kind *first, const aw_kind *second, const aw_kind *third) {
    return level(1, first, level(2, second, level(3, third, y(aw_string("leaf")))));
}

AW_ASYNC(soft, (aw_value, inner)) {
    aw_value r = aw_await(inner);
    AW_EXCEPT(r, AW_GENERATOR_EXIT) {
        printf("soft swallowed\n");
        return aw_string("ignored value");
    }
    return r;
}

static aw_value ignore_warning(const char *text) {
    (void)text;
    return aw_none();
}

PROGRAM {
    aw_value t = aw_exception(AW_VALUE_ERROR, "t"), u = aw_exception(AW_KEY_ERROR, "u");

    printf("--- send\n");
    aw_value c = chain(NULL, NULL, NULL);
    show("send", aw_send(c, aw_none()));
    show("send", aw_send(c, aw_string("X")));

    printf("--- throw, middle catches\n");
    c = started(chain(NULL, AW_VALUE_ERROR, NULL));
    show("throw", aw_throw(c, t));
    show("send", aw_send(c, aw_string("Y")));

    printf("--- throw twice\n");
    c = started(chain(AW_KEY_ERROR, NULL, AW_VALUE_ERROR));
    show("throw", aw_throw(c, t));
    show("throw2", aw_throw(c, u));
    show("send", aw_send(c, aw_string("Z")));

    printf("--- throw uncaught\n");
    c = started(chain(NULL, NULL, NULL));
    show("throw", aw_throw(c, t));

    printf("--- close\n");
    c = started(chain(NULL, NULL, NULL));
    show("close", aw_close(c));

    printf("--- close, innermost returns on GeneratorExit\n");
    c = started(level(1, NULL, level(2, NULL, soft(y(aw_string("leaf"))))));
    show("close", aw_close(c));

    printf("--- close, middle catches GeneratorExit and suspends\n");
    AW_SCOPE { /* level 2, which stays suspended, lives until here; in Python the error's traceback holds it that long */
        aw_value second = level(2, AW_GENERATOR_EXIT, level(3, NULL, y(aw_string("leaf"))));
        c = aw_keep(level(1, NULL, second));
        show("close", aw_close(started(c)));
    }
    show("send", aw_send(c, aw_string("after")));

    printf("--- close unstarted chain\n");
    aw_set_warning_hook(ignore_warning);
    AW_SCOPE { show("close", aw_close(chain(NULL, NULL, NULL))); }
    aw_set_warning_hook(NULL);
}
