/* Running a coroutine to its end. */
#include <aw/run.h>

#include "../coro/coroutine.h"

/* *out has a reference of its own. */
static void run(aw__coroutine *main, aw_value *out) {
    aw_step step = aw__send(main, aw_none(), out);
    while (step == AW_STEP_NEXT) {
        AW_SCOPE {
            aw_value yielded = aw__own(*out);
            if (aw_is_none(yielded)) {
                step = aw__send(main, aw_none(), out);
            } else {
                aw_value error = aw_raise(AW_RUNTIME_ERROR, "Task got bad yield: %s", aw_repr(yielded));
                step = aw__throw(main, 1, &error, out);
            }
        }
    }
}

aw_value aw_run(aw_value main) {
    AW_TRY(main);
    if (!aw__is_coroutine(main)) return aw_raise(AW_VALUE_ERROR, "a coroutine was expected, got %s", aw_repr(main));
    if (aw__active) return aw_raise(AW_RUNTIME_ERROR, "aw_run() cannot be called from a running coroutine");
    aw_value out = aw_none();
    AW_SCOPE {
        aw__own(aw__retain(main));
        run(aw__coroutine_in(main), &out);
    }
    return aw__own(out);
}
