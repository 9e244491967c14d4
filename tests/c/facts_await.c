/* Facts A57 to A64 and A74 to A78: awaiting coroutines, generators and objects. */
#include "awaitables.h"
#include "check.h"

#define AWAITED_ALREADY "RuntimeError", "coroutine is being awaited already"
#define CANNOT_REUSE "RuntimeError", "cannot reuse already awaited coroutine"

AW_ASYNC(counts_down, (int, n)) {
    if (n == 0) return aw_int(0);
    return aw_int(1 + aw_as_int(AW_AWAIT(counts_down(n - 1))));
}

TEST(a57_what_does_not_suspend_runs_at_once) { CHECK_RETURNS("50", STEP(counts_down(50))); }

AW_ASYNC(inner_b) {
    LOG("b0");
    aw_value r = AW_AWAIT(y(aw_string("y")));
    LOG("b1");
    return r;
}
AW_ASYNC(outer_a) {
    LOG("a0");
    aw_value r = AW_AWAIT(inner_b());
    LOG("a1");
    return r;
}

TEST(a58_send_goes_to_the_innermost) {
    aw_value c = outer_a();
    CHECK_VALUE("'y'", STEP(c));
    CHECK_LOG("a0 b0");
    CHECK_RETURNS("9", SEND_INT(c, 9));
    CHECK_LOG("b1 a1");
}

AW_ASYNC(handles_inside) {
    aw_value r = aw_await(f(y(aw_int(1))));
    AW_EXCEPT(r, AW_VALUE_ERROR) { return aw_string("b-handled"); }
    return r;
}
AW_ASYNC(pairs_with_a) {
    aw_value r = AW_AWAIT(handles_inside());
    return AW_TUPLE(aw_string("a"), r);
}

TEST(a59_throw_goes_to_the_innermost) {
    aw_value c = pairs_with_a();
    CHECK_VALUE("1", STEP(c));
    CHECK_RETURNS("('a', 'b-handled')", aw_throw(c, aw_kind_value(AW_VALUE_ERROR)));
}

static const aw_object_type plain_type = {.name = "A"};

AW_ASYNC(catches_type_error, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_TYPE_ERROR, e) { return aw_string(aw_str(e)); }
    return r;
}

TEST(a60_not_awaitable) {
    CHECK_RAISES(STEP(f(aw_int(3))), "TypeError", "object int can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(aw_none())), "TypeError", "object NoneType can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(aw_bool(true))), "TypeError", "object bool can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(aw_double(1.5))), "TypeError", "object float can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(aw_string("s"))), "TypeError", "object str can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(aw_bytes("b", 1))), "TypeError", "object bytes can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(AW_LIST(aw_int(1)))), "TypeError", "object list can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(AW_TUPLE(aw_int(1)))), "TypeError", "object tuple can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(aw_exception(AW_VALUE_ERROR, "v"))), "TypeError", "object ValueError can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(aw_kind_value(AW_VALUE_ERROR))), "TypeError", "object type can't be used in 'await' expression");
    CHECK_RAISES(STEP(f(aw_object_new(&plain_type, 0))), "TypeError", "object A can't be used in 'await' expression");
    aw_value c = f(aw_none());
    CHECK_RAISES(STEP(f(aw_await_iter(c))), "TypeError", "object coroutine_wrapper can't be used in 'await' expression");
    CHECK_NONE(aw_close(c));
    CHECK_RETURNS("\"object int can't be used in 'await' expression\"", STEP(catches_type_error(aw_int(3))));
}

TEST(a62_what_await_may_return) {
    CHECK_RAISES(STEP(f(a_new(aw_int(5)))), "TypeError", "__await__() returned non-iterator of type 'int'");
    CHECK_RAISES(STEP(f(a_new(AW_LIST(aw_int(1))))), "TypeError", "__await__() returned non-iterator of type 'list'");
    CHECK_RAISES(STEP(f(a_new(aw_none()))), "TypeError", "__await__() returned non-iterator of type 'NoneType'");
    aw_value inner = f(aw_none());
    CHECK_RAISES(STEP(f(a_new(inner))), "TypeError", "__await__() returned a coroutine");
    CHECK_STATE("CORO_CREATED", inner);
    CHECK_NONE(aw_close(inner));
    CHECK_RAISES(STEP(f(a_new(aw_exception(AW_KEY_ERROR, "k")))), "KeyError", "'k'");
}

TEST(a63_awaiting_what_is_awaited_already) {
    aw_value inner = f(y(aw_int(1))), a = f(inner), b = f(inner);
    CHECK_VALUE("1", STEP(a));
    CHECK_RAISES(STEP(b), AWAITED_ALREADY);
    CHECK_STATE("CORO_CLOSED", b);
    CHECK_STATE("CORO_SUSPENDED", inner);
    CHECK_RETURNS("5", SEND_INT(a, 5));
    inner = f(y(aw_int(1)));
    CHECK_VALUE("1", STEP(inner));
    CHECK_RAISES(STEP(f(inner)), AWAITED_ALREADY);
    CHECK_RETURNS("6", SEND_INT(inner, 6));
}

TEST(a64_awaiting_a_closed_coroutine_and_two_awaiters) {
    aw_value inner = ret(aw_int(1));
    CHECK_RETURNS("1", STEP(inner));
    CHECK_RAISES(STEP(f(inner)), CANNOT_REUSE);
    inner = f(y(aw_int(1)));
    aw_value a = f(inner), b = f(inner);
    CHECK_VALUE("1", STEP(b));
    CHECK_RAISES(STEP(a), AWAITED_ALREADY);
}

TEST(a74_awaiting_generators) {
    aw_value g = y(aw_int(1)), c = f(g);
    CHECK_VALUE("1", STEP(c));
    CHECK_RETURNS("'v'", SEND_TEXT(c, "v"));
    CHECK_RETURNS("None", STEP(f(g)));
    g = y(aw_int(1));
    aw_value a = f(g), b = f(g);
    CHECK_VALUE("1", STEP(a));
    CHECK_RETURNS("None", STEP(b));
    CHECK_RETURNS("None", STEP(a));
}

TEST(a75_await_may_return_a_generator) {
    aw_value c = f(a_new(y(aw_int(1))));
    CHECK_VALUE("1", STEP(c));
    CHECK_INT(AW_TYPE_GENERATOR, aw_type_of(aw_cr_await(c)));
    CHECK_RETURNS("2", SEND_INT(c, 2));
}

AW_GENERATOR(generator_awaits, (aw_value, awaitable)) {
    aw_value r = AW_AWAIT(awaitable);
    return AW_TUPLE(aw_string("generator"), r);
}

TEST(a76_a_generator_may_await_a_coroutine) {
    CHECK_RETURNS("('generator', 1)", STEP(f(generator_awaits(ret(aw_int(1))))));
    aw_value g = generator_awaits(f(y(aw_int(1))));
    CHECK_VALUE("1", aw_next(g));
    CHECK_RETURNS("('generator', 2)", SEND_INT(g, 2));
}

AW_ASYNC(catches_runtime_error, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_RUNTIME_ERROR, e) { return aw_string(aw_str(e)); }
    return r;
}

TEST(a77_stop_iteration_of_an_awaited_coroutine) {
    aw_value x = aw_exception(AW_STOP_ITERATION, "1");
    CHECK_RETURNS("'coroutine raised StopIteration'", STEP(catches_runtime_error(raises(x))));
    CHECK_RETURNS("'1'", STEP(catches_runtime_error(IT(It, x))));
}

static const aw_kind si_kind = {"SI", AW_STOP_ITERATION};

TEST(a78_the_value_of_an_await_is_the_value_of_stop_iteration) {
    aw_value three = aw_int(3), pair = AW_TUPLE(aw_int(1), aw_int(2));
    CHECK_RETURNS("None", STEP(f(IT(It, aw_exception(AW_STOP_ITERATION, "")))));
    CHECK_RETURNS("3", STEP(f(IT(It, aw_exception_of(AW_STOP_ITERATION, 1, &three)))));
    CHECK_RETURNS("(1, 2)", STEP(f(IT(It, aw_exception_of(AW_STOP_ITERATION, 1, &pair)))));
    CHECK_RETURNS("3", STEP(f(IT(It, aw_exception_of(&si_kind, 1, &three)))));
}
