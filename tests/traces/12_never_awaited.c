/* "coroutine … was never awaited": exactly when. A scope's end stands where Python drops the last reference. */
#include "program.h"

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

AW_ASYNC_GENERATOR(ag) {
    AW_YIELD(aw_int(1));
    return aw_none();
}

/* Awaits another awaitable, or suspends where it is None. */
AW_ASYNC(f, (aw_value, other)) { return AW_AWAIT(aw_is_none(other) ? y(aw_string("w")) : other); }

static aw_value warn(const char *text) {
    printf("  WARN RuntimeWarning %s\n", text);
    return aw_none();
}

static aw_value warning_as_error(const char *text) { return aw_raise(AW_RUNTIME_WARNING, "%s", text); }

static void unraisable(aw_value exception, aw_value object) {
    (void)object;
    printf("  UNRAISABLE %s %s\n", aw_type_name(exception), aw_str(exception));
}

/* Where the outcome does not matter. */
static void ignore(aw_value result) { (void)result; }

PROGRAM {
    aw_set_warning_hook(warn);
    aw_set_unraisable_hook(unraisable);

    printf("dropped\n");
    AW_SCOPE { ignore(f(aw_none())); }

    printf("renamed\n");
    AW_SCOPE { aw_set_coroutine_qualname(f(aw_none()), aw_string("new.name")); }

    printf("closed\n");
    AW_SCOPE { ignore(aw_close(f(aw_none()))); }

    printf("started\n");
    AW_SCOPE { ignore(aw_send(f(aw_none()), aw_none())); }

    printf("thrown into\n");
    AW_SCOPE { ignore(aw_throw(f(aw_none()), aw_kind_value(AW_VALUE_ERROR))); }

    printf("failed send\n");
    AW_SCOPE { ignore(aw_send(f(aw_none()), aw_int(1))); }

    printf("wrapper only\n");
    AW_SCOPE {
        AW_SCOPE { aw_keep(aw_await_iter(f(aw_none()))); }
        printf("  wrapper alive\n");
    }

    printf("nested unstarted\n");
    AW_SCOPE { ignore(f(f(f(aw_none())))); }

    printf("outer closed unstarted\n");
    AW_SCOPE { ignore(aw_close(f(f(aw_none())))); }

    printf("outer started, inner reached\n");
    AW_SCOPE { ignore(aw_send(f(f(aw_none())), aw_none())); }

    printf("iter() attempt\n");
    AW_SCOPE {
        aw_value r = aw_iter(f(aw_none()));
        AW_EXCEPT(r, AW_TYPE_ERROR, e) { printf("  %s\n", aw_str(e)); }
    }

    printf("generators and asyncgens\n");
    AW_SCOPE {
        ignore(y(aw_int(1)));
        ignore(ag());
        aw_value a = ag();
        ignore(aw_anext(a));
        ignore(aw_asend(a, aw_none()));
        ignore(aw_athrow(a, aw_kind_value(AW_VALUE_ERROR)));
        ignore(aw_aclose(a));
    }

    printf("as error\n");
    aw_set_warning_hook(warning_as_error);
    AW_SCOPE { ignore(f(aw_none())); }
    aw_set_warning_hook(NULL);
    aw_set_unraisable_hook(NULL);
    printf("end\n");
}
