/* Facts A115 to A134: edge cases. */
#include "awaitables.h"
#include "check.h"

static aw_value subject;

AW_ASYNC(deep, (int, n)) {
    if (n == 0) return aw_int(0);
    return aw_int(1 + aw_as_int(AW_AWAIT(deep(n - 1))));
}

TEST(a115_five_thousand_nested_awaits) { CHECK_RETURNS("5000", STEP(deep(5000))); }

TEST(a116_dropping_the_outermost_closes_the_chain) {
    aw_value inner = aw_none();
    AW_SCOPE {
        aw_value c = f(f(y(aw_int(1))));
        CHECK_VALUE("1", STEP(c));
        inner = aw_retain(aw_cr_await(c));
        CHECK_STATE("CORO_SUSPENDED", inner);
    }
    CHECK_STATE("CORO_CLOSED", inner);
    CHECK_NONE(aw_cr_await(inner));
    aw_release(inner);
}

AW_ASYNC(makes_tracked) {
    CHECK_TEXT("Tracked", aw_type_name(tracked_new()));
    AW_AWAIT(y(aw_none()));
    return aw_int(1);
}
AW_ASYNC(takes_object, (aw_value, object)) {
    (void)object;
    return aw_int(1);
}
static aw_value takes_tracked(void) {
    aw_value c;
    AW_SCOPE { c = aw_keep(takes_object(tracked_new())); }
    return c;
}

TEST(a117_closing_releases_the_locals) {
    aw_value c = makes_tracked();
    CHECK_NONE(STEP(c));
    CHECK_LOG("");
    CHECK_NONE(aw_close(c));
    CHECK_LOG("gone");
}

AW_ASYNC(awaits_tracked) { return AW_AWAIT(takes_object(tracked_new())); }

TEST(a118_the_end_releases_the_locals_and_close_the_arguments) {
    aw_value c = makes_tracked();
    CHECK_NONE(STEP(c));
    CHECK_RETURNS("1", STEP(c));
    CHECK_LOG("gone");
    c = takes_tracked();
    CHECK_LOG("");
    CHECK_NONE(aw_close(c));
    CHECK_LOG("gone");
    CHECK_RETURNS("1", STEP(takes_tracked()));
    CHECK_LOG("gone");
    CHECK_RETURNS("1", STEP(awaits_tracked()));
    CHECK_LOG("gone");
}

TEST(a120_an_instance_is_thrown_again_as_itself) {
    aw_value x = aw_exception(AW_VALUE_ERROR, "");
    for (int i = 0; i < 2; i++) {
        aw_value c = f(IT(It, aw_int(1)));
        CHECK_VALUE("1", STEP(c));
        CHECK_SAME(x, CHECK_RAISES(aw_throw(c, x), "ValueError", ""));
    }
}

/* C has no try around a return: the value waits in a variable. */
AW_ASYNC(returns_after_finally, (bool, other)) {
    aw_value r = aw_string("v");
    AW_FINALLY(r) {
        AW_AWAIT(y(aw_string("f")));
        if (other) return aw_string("other");
    }
    return r;
}

TEST(a121_a_finally_that_suspends_keeps_the_value) {
    aw_value c = returns_after_finally(false);
    CHECK_VALUE("'f'", STEP(c));
    CHECK_RETURNS("'v'", STEP(c));
    c = returns_after_finally(false);
    CHECK_VALUE("'f'", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    c = returns_after_finally(true);
    CHECK_VALUE("'f'", STEP(c));
    CHECK_RETURNS("'other'", STEP(c));
}

AW_ASYNC(handles_in_a_loop) {
    for (int i = 0; i < 2; i++) {
        aw_value r = aw_raise(AW_KEY_ERROR, "%d", i);
        AW_EXCEPT(r, AW_KEY_ERROR) { AW_AWAIT(y(aw_handled_exception())); }
    }
    return AW_AWAIT(y(aw_handled_exception()));
}

TEST(a122_leaving_except_clears_the_handled_exception) {
    aw_value c = handles_in_a_loop();
    CHECK_VALUE("KeyError('0')", STEP(c));
    CHECK_VALUE("KeyError('1')", STEP(c));
    CHECK_NONE(STEP(c));
}

static aw_value yield_none(void) {
    aw_value r = AW_YIELD(aw_none());
    return r;
}
AW_GENERATOR(generator_with_finally) {
    aw_value r = yield_none();
    AW_FINALLY(r) { LOG("g"); }
    return r;
}
AW_ASYNC(awaits_it_with_finally) {
    aw_value r = aw_await(generator_with_finally());
    AW_FINALLY(r) { LOG("c"); }
    return r;
}

TEST(a123_finally_of_an_awaited_generator) {
    aw_value c = awaits_it_with_finally();
    CHECK_NONE(STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("g c");
    c = awaits_it_with_finally();
    CHECK_NONE(STEP(c));
    CHECK_RAISES(aw_throw(c, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    CHECK_LOG("g c");
}

TEST(a124_sending_to_the_inner_one_directly) {
    aw_value inner = f(y(aw_int(1))), c = f(inner);
    CHECK_VALUE("1", STEP(c));
    CHECK_RETURNS("'direct'", SEND_TEXT(inner, "direct"));
    CHECK_RAISES(STEP(c), "RuntimeError", "cannot reuse already awaited coroutine");
}

AW_ASYNC(awaits_two) {
    aw_value a = AW_AWAIT(y(aw_int(1))), b = AW_AWAIT(y(aw_int(2)));
    return AW_TUPLE(a, b);
}

TEST(a124_and_going_on_from_the_outer) {
    aw_value inner = awaits_two(), c = f(f(inner));
    CHECK_VALUE("1", STEP(c));
    CHECK_VALUE("2", SEND_TEXT(inner, "direct"));
    CHECK_SAME(inner, aw_cr_await(aw_cr_await(c)));
    CHECK_RETURNS("('direct', 'outer')", SEND_TEXT(c, "outer"));
}

TEST(a125_throwing_when_the_inner_one_is_finished) {
    aw_value inner = f(y(aw_int(1))), c = f(inner);
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(inner));
    aw_value thrown = aw_throw(c, aw_kind_value(AW_VALUE_ERROR));
    aw_value e = CHECK_RAISES(thrown, "RuntimeError", "cannot reuse already awaited coroutine");
    CHECK_NONE(aw_exception_context(e));
}

AW_ASYNC(never_ends) {
    for (;;) {
        aw_value r = aw_await(y(aw_none()));
        AW_EXCEPT(r, AW_GENERATOR_EXIT) { LOG("ign"); }
        AW_TRY(r);
    }
}
AW_ASYNC(awaits_never_ends) {
    aw_value r = aw_await(never_ends());
    AW_EXCEPT(r, AW_RUNTIME_ERROR) { LOG("handler"); }
    return r;
}

TEST(a126_the_delegate_is_dropped_before_the_handler) {
    aw_value c = awaits_never_ends();
    CHECK_NONE(STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("ign ign handler");
    CHECK_UNRAISABLE("RuntimeError('coroutine ignored GeneratorExit')", "never_ends");
}

AW_ASYNC(ignores_once) {
    aw_value r = aw_await(y(aw_none()));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) {}
    return AW_AWAIT(y(aw_string("later")));
}
AW_ASYNC(catches_runtime, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_RUNTIME_ERROR) { return aw_none(); }
    return r;
}

TEST(a127_a_delegate_that_somebody_holds_stays_suspended) {
    aw_value inner = ignores_once(), c = catches_runtime(inner);
    CHECK_NONE(STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_STATE("CORO_SUSPENDED", inner);
    CHECK_RETURNS("4", SEND_INT(inner, 4));
}

AW_ASYNC(returns_an_exception) { return aw_exception(AW_VALUE_ERROR, ""); }
AW_ASYNC(awaits_it_while_handling) {
    aw_value r = aw_raise(AW_KEY_ERROR);
    AW_EXCEPT(r, AW_KEY_ERROR) { return AW_AWAIT(returns_an_exception()); }
    return r;
}

TEST(a128_a_returned_exception_gets_no_context) {
    aw_value stop = CHECK_RAISES(STEP(awaits_it_while_handling()), "StopIteration", NULL);
    aw_value v = aw_stop_value(stop);
    CHECK_VALUE("ValueError()", v);
    CHECK_NONE(aw_exception_context(v));
    CHECK_NONE(aw_exception_cause(v));
    CHECK_INT(0, aw_length(aw_exception_trace(v)));
}

AW_ASYNC(suspends_while_handling_it, (aw_value, exception)) {
    aw_value r = aw_raise_exception(exception);
    AW_EXCEPT(r, AW_KEY_ERROR) { AW_AWAIT(IT(It, aw_int(0))); }
    return r;
}

TEST(a129_throwing_what_is_being_handled) {
    aw_value k = aw_exception(AW_KEY_ERROR, "k"), c = suspends_while_handling_it(k);
    CHECK_VALUE("0", STEP(c));
    CHECK_SAME(k, CHECK_RAISES(aw_throw(c, k), "KeyError", "'k'"));
    CHECK_NONE(aw_exception_context(k));
}

TEST(a130_contexts_never_form_a_cycle) {
    aw_value v = aw_exception(AW_VALUE_ERROR, "v"), k = aw_none(), raised = aw_raise_exception(v);
    AW_EXCEPT(raised, AW_VALUE_ERROR) { k = aw_caught(aw_raise(AW_KEY_ERROR, "k")); }
    CHECK_SAME(v, aw_exception_context(k));
    aw_value c = suspends_while_handling_it(k);
    CHECK_VALUE("0", STEP(c));
    CHECK_SAME(v, CHECK_RAISES(aw_throw(c, v), "ValueError", "v"));
    CHECK_SAME(k, aw_exception_context(v));
    CHECK_NONE(aw_exception_context(k));
}

AW_ASYNC(throws_an_int_into_itself) {
    CHECK_RAISES(aw_throw(subject, aw_int(1)), "TypeError", "exceptions must be classes or instances deriving from BaseException, not int");
    return aw_string("done");
}

TEST(a132_throw_checks_its_arguments_first) {
    aw_value c = f(aw_none());
    CHECK_NONE(aw_close(c));
    CHECK_RAISES(aw_throw(c, aw_int(1)), "TypeError", "exceptions must be classes or instances deriving from BaseException, not int");
    subject = throws_an_int_into_itself();
    CHECK_RETURNS("'done'", STEP(subject));
}

AW_ASYNC(answers_with_a_marker) {
    aw_value r = aw_await(y(aw_string("w")));
    AW_EXCEPT(r, AW_ZERO_DIVISION_ERROR) { return aw_raise(AW_KEY_ERROR, "marker"); }
    return r;
}

TEST(a134_await_may_return_a_wrapper) {
    aw_value c = f(a_new(aw_await_iter(answers_with_a_marker())));
    CHECK_VALUE("'w'", STEP(c));
    CHECK_TEXT("coroutine_wrapper", aw_type_name(aw_cr_await(c)));
    CHECK_RETURNS("'spam'", SEND_TEXT(c, "spam"));
    c = f(a_new(aw_await_iter(answers_with_a_marker())));
    CHECK_VALUE("'w'", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_kind_value(AW_ZERO_DIVISION_ERROR)), "KeyError", "'marker'");
}
