/* Suspended coroutines that are dropped: the order of cleanup, errors that nobody can receive, ignored GeneratorExit.
 * A scope's end stands where Python drops the last reference. */
#include "program.h"

static void say(void *line) { printf("  %s\n", (const char *)line); }

AW_GENERATOR(y, (aw_value, v)) {
    AW_DEFER(say, "leaf finally");
    return AW_YIELD(v);
}

static void unraisable(aw_value exception, aw_value object) {
    printf("  UNRAISABLE %s %s None %s %s\n", aw_type_name(exception), aw_str(exception), aw_type_name(object), aw_coroutine_name(object));
}

static aw_value started(aw_value coroutine) {
    AW_TRY(aw_send(coroutine, aw_none()));
    return coroutine;
}

/* Starts a coroutine and drops it. */
static void start_and_drop(aw_value coroutine) {
    aw_value r = started(coroutine);
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) { printf("  unexpected %s\n", aw_repr(e)); }
}

AW_ASYNC(level, (int, n), (aw_value, inner)) {
    aw_value r = aw_await(inner);
    if (aw_matches(r, AW_GENERATOR_EXIT)) printf("  level %d GeneratorExit\n", n);
    AW_FINALLY(r) { printf("  level %d finally\n", n); }
    return r;
}

AW_ASYNC(err) {
    aw_value r = aw_await(y(aw_int(0)));
    AW_FINALLY(r) { return aw_raise(AW_VALUE_ERROR, "cleanup"); }
    return r;
}

AW_ASYNC(ign) {
    aw_value r = aw_await(y(aw_int(0)));
    AW_FINALLY(r) {
        printf("  cleanup suspends\n");
        aw_await(y(aw_int(1)));
        printf("  never printed\n");
    }
    return r;
}

AW_ASYNC(swallow) {
    aw_value r = aw_await(y(aw_int(0)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { return aw_string("x"); }
    return r;
}

AW_ASYNC(kbd) {
    aw_value r = aw_await(y(aw_int(0)));
    AW_FINALLY(r) { return aw_raise(AW_KEYBOARD_INTERRUPT, "kbd"); }
    return r;
}

PROGRAM {
    aw_set_unraisable_hook(unraisable);

    printf("chain\n");
    AW_SCOPE { start_and_drop(level(1, level(2, y(aw_int(0))))); }

    printf("holding the inner\n");
    AW_SCOPE {
        aw_value inner = level(2, y(aw_int(0)));
        AW_SCOPE { start_and_drop(level(1, inner)); }
        aw_site frame;
        printf("  inner alive, frame %s\n", aw_cr_frame(inner, &frame) ? frame.function : "None");
    }

    printf("error in cleanup\n");
    AW_SCOPE { start_and_drop(err()); }

    printf("current exception undisturbed\n");
    aw_value current = aw_exception(AW_KEY_ERROR, "current");
    AW_SCOPE {
        aw_value r = aw_raise_exception(current);
        AW_EXCEPT(r, AW_KEY_ERROR) {
            AW_SCOPE { start_and_drop(err()); }
            printf("  still %s\n", aw_repr(aw_handled_exception()));
        }
    }

    printf("suspends in cleanup\n");
    AW_SCOPE { start_and_drop(ign()); }

    printf("swallows\n");
    AW_SCOPE { start_and_drop(swallow()); }

    printf("KeyboardInterrupt in cleanup\n");
    AW_SCOPE { start_and_drop(kbd()); }

    aw_collect(); /* what suspended in its cleanup waits for this, in Python for gc.collect() */
    aw_set_unraisable_hook(NULL);
    printf("end\n");
}
