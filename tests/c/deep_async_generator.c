/* Asynchronous generators over each other, deeper than the engine's stack allows. */
#include "awaitables.h"
#include "check.h"

AW_ASYNC_GENERATOR(deep_stage, (int, depth)) {
    if (depth == 0) {
        AW_YIELD(AW_AWAIT(y(aw_string("bottom"))));
        return aw_none();
    }
    AW_ASYNC_FOR(item, deep_stage(depth - 1)) { AW_YIELD(item); }
    return aw_none();
}

TEST(generators_over_generators) {
    aw_value x = aw_anext(deep_stage(200));
    CHECK_VALUE("'bottom'", STEP(x));
    CHECK_RETURNS("'through all of them'", SEND_TEXT(x, "through all of them"));
}

TEST(too_many_generators_over_generators) {
    aw_value a = deep_stage(1000);
    CHECK_RAISES(STEP(aw_anext(a)), "RecursionError", "maximum recursion depth exceeded");
    CHECK_RAISES(STEP(aw_anext(a)), "StopAsyncIteration", "");
}
