/* async with: B53 to B60. */
#include "awaitables.h"
#include "check.h"

/* class M: its methods log, suspend, raise and suppress as it is told. */
typedef struct m_data {
    const char *name;
    aw_value enters, exits; /* what they await, or raise if it is an exception */
    bool suppresses;
} m_data;

static aw_value do_it(aw_value what) { return aw_type_of(what) == AW_TYPE_EXCEPTION ? aw_raise_exception(what) : aw_await(what); }

AW_ASYNC(m_enter, (m_data *, self)) {
    LOG("+%s", self->name);
    if (!aw_is_none(self->enters)) AW_TRY(do_it(self->enters));
    return aw_string(self->name);
}
AW_ASYNC(m_exit, (m_data *, self), (aw_value, exception)) {
    LOG("-%s(%s)", self->name, aw_is_none(exception) ? "" : aw_type_name(exception));
    if (!aw_is_none(self->exits)) AW_TRY(do_it(self->exits));
    return aw_bool(self->suppresses);
}
static aw_value m_aenter(void *self) { return m_enter(self); }
static aw_value m_aexit(void *self, aw_value exception) { return m_exit(self, exception); }
static const aw_object_type M = {.name = "M", .aenter = m_aenter, .aexit = m_aexit};
static aw_value m_with(const char *name, aw_value enters, aw_value exits, bool suppresses) {
    aw_value made = AW_TRY(aw_object_new(&M, sizeof(m_data)));
    AW_TRY(aw_object_hold(made, enters));
    AW_TRY(aw_object_hold(made, exits));
    *(m_data *)aw_object_data(made, &M) = (m_data){name, enters, exits, suppresses};
    return made;
}
static aw_value m(const char *name) { return m_with(name, aw_none(), aw_none(), false); }
static aw_value suppressing(const char *name) { return m_with(name, aw_none(), aw_none(), true); }

/* -- B53: what `as` binds, and the normal end -- */

AW_ASYNC(with_binds, (aw_value, manager)) {
    AW_WITH(manager, value) { LOG("body:%s", aw_as_string(value)); }
    LOG("after");
    return aw_int(1);
}
TEST(b53_enter_body_exit) {
    CHECK_RETURNS("1", STEP(with_binds(m("A"))));
    CHECK_LOG("+A body:A -A() after");
}
TEST(b53_both_may_suspend) {
    aw_value c = with_binds(m_with("A", y(aw_string("in")), y(aw_string("out")), false));
    CHECK_VALUE("'in'", STEP(c));
    CHECK_VALUE("'out'", STEP(c));
    CHECK_RETURNS("1", STEP(c));
    CHECK_LOG("+A body:A -A() after");
}

/* -- B54: no such methods -- */

static aw_value int_method(void *self) {
    (void)self;
    return aw_int(5);
}
static aw_value int_exit(void *self, aw_value exception) {
    (void)self;
    (void)exception;
    return aw_int(6);
}
static const aw_object_type OnlyEnter = {.name = "OnlyEnter", .aenter = m_aenter};
static const aw_object_type OnlyExit = {.name = "OnlyExit", .aexit = m_aexit};
TEST(b54_no_protocol) {
    CHECK_RAISES(STEP(with_binds(aw_int(1))), "TypeError", "'int' object does not support the asynchronous context manager protocol");
    CHECK_RAISES(STEP(with_binds(aw_object_new(&OnlyExit, 8))), "TypeError",
                 "'OnlyExit' object does not support the asynchronous context manager protocol");
    CHECK_RAISES(STEP(with_binds(aw_object_new(&OnlyEnter, 8))), "TypeError",
                 "'OnlyEnter' object does not support the asynchronous context manager protocol (missed __aexit__ method)");
    CHECK_LOG("");
}

/* -- B55: what they return cannot be awaited -- */

static const aw_object_type EnterInt = {.name = "EnterInt", .aenter = int_method, .aexit = int_exit};
static aw_value m_enter_5(void *self) {
    (void)self;
    return ret(aw_int(5));
}
static const aw_object_type ExitInt = {.name = "ExitInt", .aenter = m_enter_5, .aexit = int_exit};
AW_ASYNC(with_raises, (aw_value, manager), (aw_value, exception)) {
    AW_WITH(manager) { return aw_raise_exception(exception); }
    LOG("after");
    return aw_int(1);
}
TEST(b55_not_awaitable) {
    CHECK_RAISES(STEP(with_binds(aw_object_new(&EnterInt, 8))), "TypeError",
                 "'async with' received an object from __aenter__ that does not implement __await__: int");
    aw_value manager = aw_object_new(&ExitInt, 8);
    aw_value error = aw_exception(AW_VALUE_ERROR, "body");
    aw_value raised = CHECK_RAISES(STEP(with_raises(manager, error)), "TypeError",
                                   "'async with' received an object from __aexit__ that does not implement __await__: int");
    CHECK_SAME(error, aw_exception_context(raised));
}

/* -- B56: exceptions -- */

AW_ASYNC(with_awaits, (aw_value, manager), (aw_value, awaitable)) {
    AW_WITH(manager) {
        aw_value r = AW_AWAIT(awaitable);
        LOG("got:%s", aw_repr(r));
    }
    LOG("after");
    return aw_int(1);
}
TEST(b56_enter_raises) {
    CHECK_RAISES(STEP(with_awaits(m_with("A", aw_exception(AW_VALUE_ERROR, "no"), aw_none(), false), aw_none())), "ValueError", "no");
    CHECK_LOG("+A");
}
TEST(b56_body_raises) {
    aw_value error = aw_exception(AW_VALUE_ERROR, "no");
    CHECK_SAME(error, CHECK_RAISES(STEP(with_raises(m("A"), error)), "ValueError", "no"));
    CHECK_LOG("+A -A(ValueError)");
    CHECK_SAME(error, CHECK_RAISES(STEP(with_awaits(m("A"), raises(error))), "ValueError", "no"));
    CHECK_LOG("+A -A(ValueError)");
}
TEST(b56_suppressed) {
    CHECK_RETURNS("None", STEP(with_raises(suppressing("A"), aw_exception(AW_VALUE_ERROR, "no"))));
    CHECK_RETURNS("None", STEP(with_awaits(suppressing("A"), raises(aw_exception(AW_VALUE_ERROR, "no")))));
    CHECK_LOG("+A -A(ValueError) +A -A(ValueError)");
}
TEST(b56_thrown_in) {
    aw_value c = with_awaits(m_with("A", aw_none(), y(aw_string("out")), false), y(aw_string("body")));
    CHECK_VALUE("'body'", STEP(c));
    CHECK_VALUE("'out'", aw_throw(c, aw_exception(AW_LOOKUP_ERROR, "thrown")));
    CHECK_RAISES(STEP(c), "LookupError", "thrown");
    CHECK_LOG("+A -A(LookupError)");
}

/* -- B57: an exception from __aexit__ -- */

TEST(b57_exit_raises) {
    aw_value body = aw_exception(AW_VALUE_ERROR, "body"), other = aw_exception(AW_KEY_ERROR, "exit");
    aw_value raised = CHECK_RAISES(STEP(with_raises(m_with("A", aw_none(), other, false), body)), "KeyError", NULL);
    CHECK_SAME(other, raised);
    CHECK_SAME(body, aw_exception_context(raised));
    raised = CHECK_RAISES(STEP(with_awaits(m_with("A", aw_none(), other, false), ret(aw_none()))), "KeyError", NULL);
    CHECK_LOG("+A -A(ValueError) +A got:None -A()");
}

/* -- B58: other ways out -- */

AW_ASYNC(with_ways, (aw_value, manager), (int, way)) {
    for (int i = 0; i < 2; i++) {
        AW_WITH(manager) {
            LOG("body");
            if (way == 1) return aw_string("result");
            if (way == 2) break;
            if (way == 3) continue;
            LOG("end");
        }
        LOG("after");
    }
    return aw_none();
}
TEST(b58_ways_out) {
    CHECK_RETURNS("'result'", STEP(with_ways(m("A"), 1)));
    CHECK_LOG("+A body -A()");
    for (int way = 2; way <= 3; way++) {
        CHECK_RETURNS("None", STEP(with_ways(m("A"), way)));
        CHECK_LOG("+A body -A() after +A body -A() after");
    }
    aw_value c = with_ways(m_with("A", aw_none(), y(aw_string("out")), false), 1);
    CHECK_VALUE("'out'", STEP(c));
    CHECK_RETURNS("'result'", STEP(c));
    CHECK_LOG("+A body -A()");
}
TEST(b58_return_and_exit_raises) {
    CHECK_RAISES(STEP(with_ways(m_with("A", aw_none(), aw_exception(AW_VALUE_ERROR, "exit"), false), 1)), "ValueError", "exit");
    CHECK_LOG("+A body -A()");
}

/* -- B59: close() -- */

TEST(b59_close) {
    aw_value c = with_awaits(m("A"), y(aw_none()));
    CHECK_NONE(STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("+A -A(GeneratorExit)");
    c = with_awaits(suppressing("A"), y(aw_none()));
    CHECK_NONE(STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("+A -A(GeneratorExit)");
    c = with_awaits(m_with("A", aw_none(), y(aw_string("out")), false), y(aw_none()));
    CHECK_NONE(STEP(c));
    CHECK_RAISES(aw_close(c), "RuntimeError", "coroutine ignored GeneratorExit");
    CHECK_STATE("CORO_SUSPENDED", c);
    CHECK_RAISES(STEP(c), "GeneratorExit", "");
    CHECK_LOG("+A -A(GeneratorExit)");
}

/* -- B60: several items -- */

AW_ASYNC(with_two, (aw_value, a), (aw_value, b), (aw_value, awaitable)) {
    AW_WITH(a) AW_WITH(b) { AW_AWAIT(awaitable); }
    LOG("after");
    return aw_int(1);
}
TEST(b60_order) {
    CHECK_RETURNS("1", STEP(with_two(m("A"), m("B"), ret(aw_none()))));
    CHECK_LOG("+A +B -B() -A() after");
    CHECK_RAISES(STEP(with_two(m("A"), m_with("B", aw_exception(AW_VALUE_ERROR, "in"), aw_none(), false), aw_none())), "ValueError", "in");
    CHECK_LOG("+A +B -A(ValueError)");
}
TEST(b60_what_the_inner_does_reaches_the_outer) {
    aw_value error = aw_exception(AW_VALUE_ERROR, "body"), other = aw_exception(AW_KEY_ERROR, "exit");
    CHECK_RAISES(STEP(with_two(m("A"), m_with("B", aw_none(), other, false), raises(error))), "KeyError", NULL);
    CHECK_LOG("+A +B -B(ValueError) -A(KeyError)");
    CHECK_RETURNS("None", STEP(with_two(m("A"), suppressing("B"), raises(error))));
    CHECK_LOG("+A +B -B(ValueError) -A()");
    CHECK_RETURNS("None", STEP(with_two(suppressing("A"), m_with("B", aw_none(), other, false), raises(error))));
    CHECK_LOG("+A +B -B(ValueError) -A(KeyError)");
}

/* -- what C adds: functions between the block and the coroutine -- */

static aw_value guarded(aw_value manager, aw_value awaitable) {
    AW_WITH(manager) { AW_AWAIT(awaitable); }
    return aw_int(1);
}
AW_ASYNC(calls_guarded, (aw_value, manager), (aw_value, awaitable)) {
    aw_value r = guarded(manager, awaitable);
    AW_EXCEPT(r, AW_VALUE_ERROR) { LOG("wrong"); }
    AW_EXCEPT(r, AW_KEY_ERROR) { LOG("right"); }
    return AW_TRY(r);
}
AW_ASYNC(tries_guarded, (aw_value, manager), (aw_value, awaitable)) {
    aw_value r = AW_TRY(guarded(manager, awaitable));
    LOG("%s", aw_repr(r));
    return aw_string("end");
}
TEST(the_caller_sees_what_exit_made_of_it) {
    aw_value error = aw_exception(AW_VALUE_ERROR, "body"), other = aw_exception(AW_KEY_ERROR, "exit");
    CHECK_RETURNS("None", STEP(calls_guarded(m_with("A", aw_none(), other, false), raises(error))));
    CHECK_LOG("+A -A(ValueError) right");
    CHECK_RAISES(STEP(tries_guarded(m_with("A", aw_none(), other, false), raises(error))), "KeyError", NULL);
    CHECK_LOG("+A -A(ValueError)");
    CHECK_RETURNS("'end'", STEP(tries_guarded(suppressing("A"), raises(error))));
    CHECK_LOG("+A -A(ValueError) None");
    CHECK_RETURNS("'end'", STEP(tries_guarded(m("A"), ret(aw_none()))));
    CHECK_LOG("+A -A() 1");
}

static aw_value returns_early(aw_value manager) {
    AW_WITH(manager) { return aw_int(2); }
    return aw_int(1);
}
AW_ASYNC(stays_around, (aw_value, manager)) {
    aw_value r = returns_early(manager);
    LOG("%s", aw_repr(r));
    AW_AWAIT(ret(aw_none()));
    LOG("wrong");
    return aw_none();
}
TEST(an_error_of_exit_after_a_return_is_raised_by_the_next_await) {
    CHECK_RAISES(STEP(stays_around(m_with("A", aw_none(), aw_exception(AW_KEY_ERROR, "exit"), false))), "KeyError", NULL);
    CHECK_LOG("+A -A() 2");
    check_forget();
}

AW_ASYNC(handles_in_block, (aw_value, manager)) {
    AW_WITH(manager) {
        aw_value r = aw_raise(AW_VALUE_ERROR, "handled");
        AW_EXCEPT(r, AW_VALUE_ERROR) { LOG("handled"); }
        return aw_int(1);
    }
    return aw_none();
}
TEST(an_error_that_is_handled_in_the_block_stays_there) {
    CHECK_RETURNS("1", STEP(handles_in_block(m("A"))));
    CHECK_LOG("+A handled -A()");
}

AW_ASYNC(handles_into, (aw_value, manager), (aw_value, awaitable)) {
    aw_value outcome = aw_none();
    AW_WITH_INTO(outcome, manager, name) {
        LOG("%s", aw_as_string(name));
        outcome = aw_await(awaitable);
        if (aw_is_error(outcome)) break;
        LOG("end");
    }
    AW_EXCEPT(outcome, AW_EXCEPTION, e) { LOG("after:%s", aw_type_name(e)); }
    return AW_TRY(outcome);
}
TEST(with_into) {
    aw_value error = aw_exception(AW_VALUE_ERROR, "body"), other = aw_exception(AW_KEY_ERROR, "exit");
    CHECK_RETURNS("None", STEP(handles_into(m("A"), raises(error))));
    CHECK_LOG("+A A -A(ValueError) after:ValueError");
    CHECK_RETURNS("None", STEP(handles_into(suppressing("A"), raises(error))));
    CHECK_LOG("+A A -A(ValueError)");
    CHECK_RETURNS("None", STEP(handles_into(m_with("A", aw_none(), other, false), raises(error))));
    CHECK_LOG("+A A -A(ValueError) after:KeyError");
    CHECK_RETURNS("None", STEP(handles_into(m_with("A", error, aw_none(), false), aw_none())));
    CHECK_LOG("+A after:ValueError");
    CHECK_RETURNS("'x'", STEP(handles_into(m("A"), ret(aw_string("x")))));
    CHECK_LOG("+A A end -A()");
}

static void log_deferred(void *text) { LOG("%s", (const char *)text); }
AW_ASYNC(defers_in_block, (aw_value, manager), (aw_value, awaitable)) {
    AW_DEFER(log_deferred, "outer");
    AW_WITH(manager) {
        AW_DEFER(log_deferred, "inner");
        AW_AWAIT(awaitable);
    }
    return aw_none();
}
TEST(deferred_calls_keep_their_order) {
    CHECK_RAISES(STEP(defers_in_block(m("A"), raises(aw_exception(AW_VALUE_ERROR, "body")))), "ValueError", "body");
    CHECK_LOG("+A inner -A(ValueError) outer");
}

AW_ASYNC(in_a_loop, (int, times)) {
    for (int i = 0; i < times; i++) AW_SCOPE {
        AW_WITH(suppressing("A")) { aw_value r = aw_none(); AW_TRY(r); }
    }
    return aw_int((int64_t)check_live().objects);
}
TEST(a_loop_stays_flat) {
    CHECK_RETURNS("1", STEP(in_a_loop(3)));
    CHECK_LOG("+A -A() +A -A() +A -A()");
}

/* -- C173, without a task: no second error from outside reaches an await in __aexit__ -- */

TEST(c173_await_in_exit) {
    aw_value c = with_awaits(m_with("A", aw_none(), y(aw_string("out")), false), y(aw_none()));
    CHECK_NONE(STEP(c));
    CHECK_VALUE("'out'", aw_throw(c, aw_exception(AW_CANCELLED_ERROR, "stop")));
    CHECK_RAISES(STEP(c), "CancelledError", "stop");
    CHECK_LOG("+A -A(CancelledError)");
}
