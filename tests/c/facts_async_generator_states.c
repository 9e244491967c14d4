/* Each operation on an asynchronous generator in each state: what the first send(None) of its step answers. */
#include "awaitables.h"
#include "check.h"

AW_ASYNC_GENERATOR(in_states, (bool, ignores_exit)) {
    aw_value r = aw_yield(aw_string("v1"));
    if (!aw_is_error(r)) r = aw_await(y(aw_string("w")));
    if (ignores_exit) AW_FINALLY(r) AW_YIELD(aw_string("ignored"));
    return r;
}

static void ignore(aw_value value) { (void)value; }

static aw_value not_started(void) { return in_states(false); }
static aw_value at_a_yield(void) {
    aw_value a = in_states(false);
    ignore(STEP(aw_anext(a)));
    return a;
}
static aw_value in_an_await(void) {
    aw_value a = at_a_yield();
    ignore(STEP(aw_anext(a)));
    return a;
}
static aw_value finished(void) {
    aw_value a = in_states(false);
    ignore(STEP(aw_aclose(a)));
    return a;
}
static aw_value after_an_ignored_aclose(void) {
    aw_value a = in_states(true);
    ignore(STEP(aw_anext(a)));
    CHECK_RAISES(STEP(aw_aclose(a)), "RuntimeError", "async generator ignored GeneratorExit");
    return a;
}

static aw_value by_anext(aw_value a) { return aw_anext(a); }
static aw_value by_asend(aw_value a) { return aw_asend(a, aw_int(5)); }
static aw_value by_athrow(aw_value a) { return aw_athrow(a, aw_exception(AW_VALUE_ERROR, "e")); }
static aw_value by_aclose(aw_value a) { return aw_aclose(a); }

static aw_value (*const states[])(void) = {not_started, at_a_yield, in_an_await, finished, after_an_ignored_aclose};
static aw_value (*const operations[])(aw_value) = {by_anext, by_asend, by_athrow, by_aclose};
#define RUNNING(method) "RuntimeError('" method "(): asynchronous generator is already running')"
static const char *const answers[4][5] = {
    {"StopIteration('v1')", "'w'", RUNNING("anext"), "StopAsyncIteration()", "GeneratorExit()"},
    {"TypeError(\"can't send non-None value to a just-started async generator\")", "'w'", RUNNING("anext"), "StopAsyncIteration()", "GeneratorExit()"},
    {"ValueError('e')", "ValueError('e')", RUNNING("athrow"), "StopIteration()", "StopAsyncIteration()"},
    {"StopIteration()", "StopIteration()", RUNNING("aclose"), "StopIteration()", "StopAsyncIteration()"},
};

TEST(operations_on_asynchronous_generators_in_each_state) {
    for (int operation = 0; operation < 4; operation++) {
        for (int state = 0; state < 5; state++) {
            AW_SCOPE {
                aw_value answer = STEP(operations[operation](states[state]()));
                CHECK_TEXT(answers[operation][state], aw_repr(aw_caught(answer)));
            }
        }
    }
}
