/* Facts A1 to A19: creating coroutines, send, and how they end. */
#include "awaitables.h"
#include "check.h"

AW_ASYNC(logs_one) {
    LOG("ran");
    return aw_none();
}

TEST(a1_calling_runs_nothing) {
    aw_value c = logs_one();
    CHECK_INT(AW_TYPE_COROUTINE, aw_type_of(c));
    CHECK_TEXT("coroutine", aw_type_name(c));
    CHECK_LOG("");
    CHECK_STATE("CORO_CREATED", c);
    CHECK_INT(AW_CREATED, aw_coroutine_state(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("");
}

AW_ASYNC(returns_arguments, (int, number), (double, real), (const char *, text), (bool, truth), (aw_value, list)) {
    return AW_LIST(aw_int(number), aw_double(real), aw_string(text), aw_bool(truth), list);
}

TEST(a2_arguments_are_captured_at_the_call) {
    int number = 1;
    aw_value list = AW_LIST(aw_int(1));
    aw_value c = returns_arguments(number, 0.5, "a", true, list);
    number = 2;
    CHECK_NONE(aw_append(list, aw_int(number)));
    CHECK_RETURNS("[1, 0.5, 'a', True, [1, 2]]", STEP(c));
}

enum { LINE_OF_SUSPENDS = __LINE__ + 1 };
AW_ASYNC(suspends) { return AW_AWAIT(y(aw_string("y"))); }

TEST(a3_created) {
    aw_value c = suspends();
    aw_site frame, code = aw_cr_code(c);
    CHECK(!aw_cr_running(c));
    CHECK(!aw_cr_suspended(c));
    CHECK_NONE(aw_cr_await(c));
    CHECK_NONE(aw_cr_origin(c));
    CHECK(aw_cr_frame(c, &frame));
    CHECK_INT(LINE_OF_SUSPENDS, frame.line);
    CHECK_TEXT("suspends", frame.function);
    CHECK_TEXT(__FILE__, frame.file);
    CHECK_INT(LINE_OF_SUSPENDS, code.line);
    CHECK_TEXT("suspends", code.function);
    CHECK_TEXT(__FILE__, code.file);
    CHECK_NONE(aw_close(c));
}

TEST(a4_neither_iterable_nor_iterator) {
    aw_value c = suspends();
    CHECK_RAISES(aw_iter(c), "TypeError", "'coroutine' object is not iterable");
    CHECK_RAISES(aw_next(c), "TypeError", "'coroutine' object is not an iterator");
    CHECK_STATE("CORO_CREATED", c);
    CHECK_NONE(aw_close(c));
}

TEST(a6_names_and_repr) {
    aw_value c = suspends();
    CHECK_TEXT("suspends", aw_coroutine_name(c));
    CHECK_TEXT("suspends", aw_coroutine_qualname(c));
    CHECK_VALUE("<coroutine object suspends at 0x>", c);
    CHECK_RAISES(aw_set_coroutine_name(c, aw_int(1)), "TypeError", "__name__ must be set to a string object");
    CHECK_RAISES(aw_set_coroutine_qualname(c, aw_int(1)), "TypeError", "__qualname__ must be set to a string object");
    CHECK_NONE(aw_set_coroutine_qualname(c, aw_string("zz")));
    CHECK_VALUE("<coroutine object zz at 0x>", c);
    CHECK_TEXT("suspends", aw_coroutine_name(c));
    CHECK_NONE(aw_set_coroutine_name(c, aw_string("other")));
    CHECK_TEXT("other", aw_coroutine_name(c));
    CHECK_TEXT("zz", aw_coroutine_qualname(c));
    CHECK_NONE(aw_close(c));
}

TEST(a7_each_call_is_independent) {
    aw_value a = suspends(), b = suspends();
    CHECK(!aw_is(a, b));
    CHECK(!aw_equal(a, b));
    CHECK(aw_equal(a, a));
    CHECK_VALUE("'y'", STEP(a));
    CHECK_STATE("CORO_SUSPENDED", a);
    CHECK_STATE("CORO_CREATED", b);
    CHECK_NONE(aw_close(b));
}

TEST(a8_send_returns_what_is_yielded) {
    aw_value object = tracked_new(), c = f(y(object));
    CHECK_SAME(object, STEP(c));
    CHECK_STATE("CORO_SUSPENDED", c);
}

TEST(a9_first_send_must_be_none) {
    aw_value c = suspends();
    aw_value values[] = {aw_int(1), aw_bool(false), aw_int(0), aw_string(""), aw_tuple_of(0, NULL)};
    for (size_t i = 0; i < 5; i++)
        CHECK_RAISES(aw_send(c, values[i]), "TypeError", "can't send non-None value to a just-started coroutine");
    CHECK_STATE("CORO_CREATED", c);
    CHECK_VALUE("'y'", STEP(c));
}

AW_ASYNC(awaits_twice) {
    aw_value first = AW_AWAIT(y(aw_int(1)));
    aw_value second = AW_AWAIT(y(aw_int(2)));
    return AW_TUPLE(first, second);
}

TEST(a10_the_sent_value_is_the_value_of_the_await) {
    aw_value c = awaits_twice();
    CHECK_VALUE("1", STEP(c));
    CHECK_VALUE("2", SEND_TEXT(c, "a"));
    CHECK_RETURNS("('a', 'b')", SEND_TEXT(c, "b"));
}

TEST(a11_returning_is_stop_iteration) {
    aw_value value = tracked_new();
    aw_value stop = CHECK_RAISES(STEP(ret(value)), "StopIteration", NULL);
    CHECK_SAME(value, aw_stop_value(stop));
    CHECK_INT(1, aw_length(aw_exception_args(stop)));
    CHECK_SAME(value, aw_item(aw_exception_args(stop), 0));
}

TEST(a12_returning_none_has_no_arguments) {
    aw_value stop = CHECK_RAISES(STEP(ret(aw_none())), "StopIteration", "");
    CHECK_VALUE("()", aw_exception_args(stop));
    CHECK_VALUE("StopIteration()", stop);
    CHECK_NONE(aw_stop_value(stop));
}

TEST(a13_a_returned_tuple_is_one_value) {
    aw_value stop = CHECK_RAISES(STEP(ret(AW_TUPLE(aw_int(1), aw_int(2)))), "StopIteration", "(1, 2)");
    CHECK_VALUE("(1, 2)", aw_stop_value(stop));
    CHECK_VALUE("((1, 2),)", aw_exception_args(stop));
}

AW_ASYNC(wraps_in_list, (aw_value, awaitable)) { return AW_LIST(AW_AWAIT(awaitable)); }

TEST(a14_a_returned_exception_is_a_value) {
    aw_value four = aw_int(4);
    aw_value values[] = {aw_exception(AW_VALUE_ERROR, "v"), aw_exception_of(AW_STOP_ITERATION, 1, &four),
                         aw_exception(AW_GENERATOR_EXIT, "")};
    for (size_t i = 0; i < 3; i++) {
        aw_value stop = CHECK_RAISES(STEP(ret(values[i])), "StopIteration", NULL);
        CHECK_SAME(values[i], aw_stop_value(stop));
        CHECK_SAME(values[i], aw_item(aw_exception_args(stop), 0));
        stop = CHECK_RAISES(STEP(wraps_in_list(ret(values[i]))), "StopIteration", NULL);
        CHECK_SAME(values[i], aw_item(aw_stop_value(stop), 0));
    }
}

TEST(a15_a_returned_coroutine_is_not_awaited) {
    aw_value inner = logs_one();
    aw_value stop = CHECK_RAISES(STEP(f(ret(inner))), "StopIteration", NULL);
    CHECK_SAME(inner, aw_stop_value(stop));
    CHECK_LOG("");
    CHECK_STATE("CORO_CREATED", inner);
    CHECK_NONE(aw_close(inner));
}

TEST(a16_after_the_end) {
    aw_value c = ret(aw_int(1));
    aw_site frame;
    CHECK_RETURNS("1", STEP(c));
    CHECK_STATE("CORO_CLOSED", c);
    CHECK(!aw_cr_frame(c, &frame));
    CHECK_NONE(aw_cr_await(c));
    CHECK(!aw_cr_running(c));
    CHECK(!aw_cr_suspended(c));
    CHECK_TEXT("ret", aw_cr_code(c).function);
    CHECK_TEXT("ret", aw_coroutine_name(c));
}

AW_ASYNC(bad) { return aw_raise(AW_KEY_ERROR, "k"); }

TEST(a17_sending_to_a_closed_coroutine) {
    aw_value returned = ret(aw_int(1)), raised = bad(), closed_early = suspends(), closed = suspends(), thrown = suspends();
    CHECK_RETURNS("1", STEP(returned));
    CHECK_RAISES(STEP(raised), "KeyError", "'k'");
    CHECK_NONE(aw_close(closed_early));
    CHECK_VALUE("'y'", STEP(closed));
    CHECK_NONE(aw_close(closed));
    CHECK_RAISES(aw_throw(thrown, aw_kind_value(AW_VALUE_ERROR)), "ValueError", "");
    aw_value all[] = {returned, raised, closed_early, closed, thrown};
    for (size_t i = 0; i < 5; i++) {
        CHECK_RAISES(STEP(all[i]), "RuntimeError", "cannot reuse already awaited coroutine");
        CHECK_RAISES(SEND_INT(all[i], 5), "RuntimeError", "cannot reuse already awaited coroutine");
        CHECK_STATE("CORO_CLOSED", all[i]);
    }
}

enum { LINE_OF_AWAITS_RAISES = __LINE__ + 1 };
AW_ASYNC(awaits_raises, (aw_value, exception)) { return AW_AWAIT(raises(exception)); }

TEST(a18_an_exception_comes_out_as_the_same_object) {
    aw_value exception = aw_exception(AW_KEY_ERROR, "k"), c = awaits_raises(exception);
    CHECK_SAME(exception, CHECK_RAISES(STEP(c), "KeyError", "'k'"));
    CHECK_STATE("CORO_CLOSED", c);
    aw_value trace = aw_exception_trace(exception);
    CHECK_INT(2, aw_length(trace));
    CHECK_VALUE("'awaits_raises'", aw_item(aw_item(trace, 0), 0));
    CHECK_VALUE("'raises'", aw_item(aw_item(trace, 1), 0));
    CHECK_TEXT(__FILE__, aw_as_string(aw_item(aw_item(trace, 0), 1)));
    CHECK_INT(LINE_OF_AWAITS_RAISES, aw_as_int(aw_item(aw_item(trace, 0), 2)));
}

TEST(a19_wrong_number_of_arguments_for_throw) {
    aw_value c = suspends(), four[4] = {aw_int(1), aw_int(2), aw_int(3), aw_int(4)};
    CHECK_RAISES(aw_throw_args(c, 0, NULL), "TypeError", "throw expected at least 1 argument, got 0");
    CHECK_RAISES(aw_throw_args(c, 4, four), "TypeError", "throw expected at most 3 arguments, got 4");
    CHECK_STATE("CORO_CREATED", c);
    CHECK_NONE(aw_close(c));
}
