/* Facts A45 to A56: close. */
#include "awaitables.h"
#include "check.h"

#define IGNORED "RuntimeError", "coroutine ignored GeneratorExit"

AW_ASYNC(logs_and_cleans_up) {
    LOG("body");
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_EXCEPTION) { LOG("no"); }
    AW_FINALLY(r) { LOG("finally"); }
    return r;
}

TEST(a45_close_before_the_start) {
    AW_SCOPE {
        aw_value c = logs_and_cleans_up();
        CHECK_NONE(aw_close(c));
        CHECK_STATE("CORO_CLOSED", c);
    }
    CHECK_LOG("");
    CHECK_QUIET();
}

TEST(a46_close_after_the_end) {
    aw_value c = ret(aw_int(1));
    CHECK_RETURNS("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_NONE(aw_close(c));
}

TEST(a47_close_raises_generator_exit) {
    aw_value c = logs_and_cleans_up();
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("body finally");
    CHECK_STATE("CORO_CLOSED", c);
}

AW_ASYNC(catches_exit, (const aw_kind *, kind)) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, kind, e) {
        LOG("%s", aw_repr(e));
        return aw_int(55);
    }
    return r;
}

TEST(a47_a48_a_body_that_catches_and_returns) {
    const aw_kind *kinds[] = {AW_GENERATOR_EXIT, AW_BASE_EXCEPTION};
    for (size_t i = 0; i < 2; i++) {
        aw_value c = catches_exit(kinds[i]);
        CHECK_VALUE("1", STEP(c));
        CHECK_NONE(aw_close(c));
        CHECK_STATE("CORO_CLOSED", c);
        CHECK_LOG("GeneratorExit()");
    }
}

AW_ASYNC(goes_on) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) {}
    aw_value a = AW_AWAIT(y(aw_int(2)));
    aw_value b = AW_AWAIT(y(aw_int(3)));
    return AW_LIST(a, b);
}

TEST(a49_a_body_that_suspends_again) {
    aw_value c = goes_on();
    CHECK_VALUE("1", STEP(c));
    aw_value e = CHECK_RAISES(aw_close(c), IGNORED);
    CHECK_NONE(aw_exception_context(e));
    CHECK_STATE("CORO_SUSPENDED", c);
    CHECK_VALUE("3", SEND_TEXT(c, "a"));
    CHECK_RETURNS("['a', 'b']", SEND_TEXT(c, "b"));
    c = goes_on();
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_close(c), IGNORED);
    CHECK_RAISES(aw_throw(c, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    c = goes_on();
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_close(c), IGNORED);
    CHECK_NONE(aw_close(c));
    CHECK_STATE("CORO_CLOSED", c);
}

AW_ASYNC(raises_in_cleanup) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_FINALLY(r) { return aw_raise(AW_VALUE_ERROR, "cleanup"); }
    return r;
}

TEST(a50_an_exception_in_the_cleanup_leaves_close) {
    aw_value c = raises_in_cleanup();
    CHECK_VALUE("1", STEP(c));
    aw_value e = CHECK_RAISES(aw_close(c), "ValueError", "cleanup");
    CHECK_VALUE("GeneratorExit()", aw_exception_context(e));
    CHECK_STATE("CORO_CLOSED", c);
}

AW_ASYNC(answers_exit_with, (aw_value, exception)) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { return aw_raise_exception(exception); }
    return r;
}

TEST(a51_other_exceptions_that_end_a_close) {
    aw_value c = answers_exit_with(aw_exception(AW_GENERATOR_EXIT, "other"));
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    c = answers_exit_with(aw_exception(AW_STOP_ITERATION, "5"));
    CHECK_VALUE("1", STEP(c));
    aw_value e = CHECK_RAISES(aw_close(c), "RuntimeError", "coroutine raised StopIteration");
    CHECK_VALUE("StopIteration('5')", aw_exception_cause(e));
    CHECK_STATE("CORO_CLOSED", c);
}

AW_ASYNC(awaits_in_cleanup) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_FINALLY(r) { LOG("%s", aw_str(AW_AWAIT(ret(aw_string("x"))))); }
    return r;
}

TEST(a52_an_await_that_does_not_suspend_is_fine_in_cleanup) {
    aw_value c = awaits_in_cleanup();
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("x");
}

AW_ASYNC(logs_its_exit, (int, number), (aw_value, next), (aw_value, seen)) {
    aw_value r = aw_await(next);
    AW_EXCEPT(r, AW_GENERATOR_EXIT, e) {
        LOG("exit%d", number);
        AW_TRY(aw_append(seen, e));
        r = aw_reraise();
    }
    AW_FINALLY(r) { LOG("finally%d", number); }
    return r;
}

TEST(a53_close_goes_from_the_inside_out) {
    aw_value seen = aw_list_of(0, NULL);
    aw_value c = logs_its_exit(1, logs_its_exit(2, logs_its_exit(3, y(aw_none()), seen), seen), seen);
    CHECK_NONE(STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("exit3 finally3 exit2 finally2 exit1 finally1");
    CHECK_INT(3, aw_length(seen));
    for (size_t i = 0; i < 3; i++) CHECK(!aw_is(aw_item(seen, i), aw_item(seen, (i + 1) % 3)));
}

AW_ASYNC(logs_what_it_gets, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    if (!aw_is_error(r)) LOG("value %s", aw_repr(r));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) {
        LOG("exit");
        return aw_reraise();
    }
    return r;
}

TEST(a54_outer_gets_generator_exit_though_inner_swallowed_it) {
    aw_value c = logs_what_it_gets(catches_exit(AW_GENERATOR_EXIT));
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("GeneratorExit() exit");
}

AW_ASYNC(catches_all, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) { LOG("%s", aw_repr(e)); }
    return r;
}
static aw_value bad_close(void *self) {
    (void)self;
    return aw_raise(AW_OS_ERROR, "sub");
}
static const aw_object_type bad_close_type = {.name = "CC", .await = it_await, .next = it_next, .close = bad_close};

TEST(a55_outer_gets_what_closing_the_inner_raised) {
    aw_value inner = goes_on(), c = catches_all(inner);
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("RuntimeError('coroutine ignored GeneratorExit')");
    CHECK_STATE("CORO_SUSPENDED", inner);
    CHECK_STATE("CORO_CLOSED", c);
    c = catches_all(IT(bad_close_type, aw_int(1)));
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("next OSError('sub')");
    CHECK_NONE(aw_close(inner));
}

TEST(a56_an_inner_closed_behind_the_back_of_the_outer) {
    aw_value inner = f(y(aw_int(1))), c = f(inner);
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(inner));
    CHECK_STATE("CORO_SUSPENDED", c);
    CHECK_RAISES(STEP(c), "RuntimeError", "cannot reuse already awaited coroutine");
    CHECK_STATE("CORO_CLOSED", c);
}
