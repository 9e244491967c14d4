/* Facts A92 to A97: which exception is being handled, across suspensions, and what becomes the context of what. */
#include "awaitables.h"
#include "check.h"

AW_ASYNC(suspends_while_handling, (aw_value, exception)) {
    aw_value r = aw_raise_exception(exception);
    AW_EXCEPT(r, AW_KEY_ERROR) {
        AW_AWAIT(y(aw_none()));
        return aw_reraise();
    }
    return r;
}

TEST(a92_what_a_coroutine_handles_is_private) {
    aw_value k = aw_exception(AW_KEY_ERROR, "h"), c = suspends_while_handling(k);
    CHECK_NONE(STEP(c));
    CHECK_NONE(aw_handled_exception());
    aw_value caller = aw_raise(AW_OS_ERROR, "caller");
    AW_EXCEPT(caller, AW_OS_ERROR, e) {
        CHECK_SAME(k, CHECK_RAISES(STEP(c), "KeyError", "'h'"));
        CHECK_NONE(aw_exception_context(k));
        CHECK_SAME(e, aw_handled_exception());
    }
    CHECK_NONE(aw_handled_exception());
}

AW_ASYNC(shows_handled_then_raises) {
    AW_AWAIT(y(aw_handled_exception()));
    return aw_raise(AW_VALUE_ERROR, "n");
}
AW_ASYNC(reraises) { return aw_reraise(); }

TEST(a93_a_coroutine_sees_what_its_resumer_handles) {
    aw_value c = shows_handled_then_raises();
    aw_value one = aw_raise(AW_KEY_ERROR, "one"), two = aw_raise(AW_KEY_ERROR, "two"), three = aw_raise(AW_OS_ERROR, "c");
    AW_EXCEPT(one, AW_KEY_ERROR) { CHECK_VALUE("KeyError('one')", STEP(c)); }
    AW_EXCEPT(two, AW_KEY_ERROR) {
        aw_value e = CHECK_RAISES(STEP(c), "ValueError", "n");
        CHECK_VALUE("KeyError('two')", aw_exception_context(e));
    }
    CHECK_RAISES(STEP(reraises()), "RuntimeError", "No active exception to reraise");
    AW_EXCEPT(three, AW_OS_ERROR) { CHECK_RAISES(STEP(reraises()), "OSError", "c"); }
}

AW_ASYNC(suspends_then_raises) {
    AW_AWAIT(y(aw_none()));
    return aw_raise(AW_VALUE_ERROR, "n");
}
AW_ASYNC(awaits_while_handling) {
    aw_value r = aw_raise(AW_KEY_ERROR, "outer");
    AW_EXCEPT(r, AW_KEY_ERROR) { AW_AWAIT(suspends_then_raises()); }
    return r;
}

TEST(a94_what_the_outer_handles_is_the_context_of_what_the_inner_raises) {
    aw_value c = awaits_while_handling();
    CHECK_NONE(STEP(c));
    aw_value e = CHECK_RAISES(STEP(c), "ValueError", "n");
    CHECK_VALUE("KeyError('outer')", aw_exception_context(e));
}

AW_ASYNC(replaces, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_KEY_ERROR) { return aw_raise(AW_VALUE_ERROR, "v"); }
    return r;
}
AW_ASYNC(raises_from, (aw_value, cause)) {
    AW_AWAIT(y(aw_none()));
    return aw_raise_from(aw_exception(AW_VALUE_ERROR, "v"), cause);
}

TEST(a95_cause_and_context) {
    aw_value e = CHECK_RAISES(STEP(replaces(raises(aw_exception(AW_KEY_ERROR, "i")))), "ValueError", "v");
    CHECK_VALUE("KeyError('i')", aw_exception_context(e));
    CHECK_NONE(aw_exception_cause(e));
    CHECK(!aw_exception_suppress_context(e));
    aw_value cause = aw_exception(AW_KEY_ERROR, "c"), c = f(raises_from(cause));
    CHECK_NONE(STEP(c));
    e = CHECK_RAISES(STEP(c), "ValueError", "v");
    CHECK_SAME(cause, aw_exception_cause(e));
    CHECK_NONE(aw_exception_context(e));
    CHECK(aw_exception_suppress_context(e));
    c = f(raises_from(aw_none()));
    CHECK_NONE(STEP(c));
    e = CHECK_RAISES(STEP(c), "ValueError", "v");
    CHECK_NONE(aw_exception_cause(e));
    CHECK(aw_exception_suppress_context(e));
}

AW_ASYNC(awaits_in_finally) {
    aw_value r = aw_raise(AW_KEY_ERROR, "k");
    AW_FINALLY(r) { AW_AWAIT(y(aw_string("f"))); }
    return r;
}
AW_ASYNC(returns_in_finally) {
    aw_value r = aw_raise(AW_KEY_ERROR, "k");
    AW_FINALLY(r) { return AW_AWAIT(y(aw_int(1))); }
    return r;
}

TEST(a96_an_await_in_finally) {
    aw_value c = awaits_in_finally();
    CHECK_VALUE("'f'", STEP(c));
    CHECK_RAISES(STEP(c), "KeyError", "'k'");
    c = awaits_in_finally();
    CHECK_VALUE("'f'", STEP(c));
    aw_value e = CHECK_RAISES(aw_throw(c, aw_exception(AW_RUNTIME_ERROR, "t")), "RuntimeError", "t");
    CHECK_VALUE("KeyError('k')", aw_exception_context(e));
    c = returns_in_finally();
    CHECK_VALUE("1", STEP(c));
    CHECK_RETURNS("5", SEND_INT(c, 5));
}

AW_ASYNC(handles_twice) {
    aw_value a = aw_raise(AW_KEY_ERROR, "a");
    AW_EXCEPT(a, AW_KEY_ERROR) {
        aw_value b = aw_raise(AW_VALUE_ERROR, "b");
        AW_EXCEPT(b, AW_VALUE_ERROR) { AW_AWAIT(y(aw_handled_exception())); }
        AW_AWAIT(y(aw_handled_exception()));
    }
    AW_AWAIT(y(aw_handled_exception()));
    return a;
}

TEST(a97_leaving_the_inner_except_brings_the_outer_exception_back) {
    aw_value c = handles_twice();
    CHECK_VALUE("ValueError('b')", STEP(c));
    CHECK_VALUE("KeyError('a')", STEP(c));
    CHECK_NONE(STEP(c));
    CHECK_RETURNS("None", STEP(c));
}
