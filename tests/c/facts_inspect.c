/* Facts A79 to A91: looking at coroutines from outside, their origin, and the wrapper that __await__ returns. */
#include "awaitables.h"
#include "check.h"

static aw_value subject;

static int line_of(aw_value coroutine) {
    aw_site frame = {NULL, 0, NULL};
    return aw_cr_frame(coroutine, &frame) ? frame.line : 0;
}

enum { LINE_OF_LINES = __LINE__ + 1 };
AW_ASYNC(lines) {
    AW_AWAIT(y(aw_int(1)));
    aw_value r =
        aw_await(y(aw_int(2)));
    AW_TRY(r);
    return aw_none();
}

TEST(a79_suspended) {
    aw_value c = lines();
    CHECK_INT(LINE_OF_LINES, line_of(c));
    CHECK_VALUE("1", STEP(c));
    CHECK(!aw_cr_running(c));
    CHECK(aw_cr_suspended(c));
    CHECK_INT(LINE_OF_LINES + 1, line_of(c));
    CHECK_VALUE("2", STEP(c));
    CHECK_INT(LINE_OF_LINES + 3, line_of(c));
    CHECK_RETURNS("None", STEP(c));
    CHECK_INT(0, line_of(c));
}

TEST(a80_cr_await_is_the_direct_delegate) {
    aw_value generator = y(aw_int(1)), inner = f(generator), c = f(inner);
    CHECK_VALUE("1", STEP(c));
    CHECK_SAME(inner, aw_cr_await(c));
    CHECK_SAME(generator, aw_cr_await(inner));
    CHECK_INT(AW_TYPE_GENERATOR, aw_type_of(aw_cr_await(inner)));
    aw_value it = IT(It, aw_int(1));
    c = f(a_new(it));
    CHECK_VALUE("1", STEP(c));
    CHECK_SAME(it, aw_cr_await(c));
}

TEST(a81_walking_the_chain) {
    aw_value c = f(f(f(y(aw_int(1)))));
    CHECK_VALUE("1", STEP(c));
    int depth = 0;
    while (aw_type_of(c) == AW_TYPE_COROUTINE) {
        CHECK(aw_cr_suspended(c));
        depth++;
        c = aw_cr_await(c);
    }
    CHECK_INT(3, depth);
    CHECK_INT(AW_TYPE_GENERATOR, aw_type_of(c));
    CHECK_NONE(aw_cr_await(c));
}

static void snap(void *self) {
    aw_value delegate = aw_cr_await(subject);
    const char *await = aw_is_none(delegate) ? "none" : aw_is(delegate, aw_object_of(self)) ? "self" : "other";
    LOG("%s %d%d %s", aw_coroutine_state_name(subject), aw_cr_running(subject), aw_cr_suspended(subject), await);
}
static aw_value snap_next(void *self) {
    snap(self);
    return it_next(self);
}
static aw_value snap_send(void *self, aw_value value) {
    snap(self);
    return it_send(self, value);
}
static aw_value snap_throw(void *self, size_t count, const aw_value *arguments) {
    snap(self);
    (void)count, (void)arguments;
    return aw_int(2);
}
static aw_value snap_close(void *self) {
    snap(self);
    return aw_none();
}
static const aw_object_type snap_type = {
    .name = "X", .await = it_await, .next = snap_next, .send = snap_send, .throw_into = snap_throw, .close = snap_close};

TEST(a82_cr_await_while_the_delegate_runs) {
    subject = f(IT(snap_type, aw_int(1), aw_int(2), aw_int(3)));
    CHECK_VALUE("1", STEP(subject));
    CHECK_LOG("CORO_RUNNING 10 none next");
    CHECK_VALUE("2", SEND_INT(subject, 5));
    CHECK_LOG("CORO_RUNNING 10 none send(5)");
    CHECK_VALUE("2", aw_throw(subject, aw_kind_value(AW_VALUE_ERROR)));
    CHECK_LOG("CORO_RUNNING 10 self");
    CHECK_NONE(aw_close(subject));
    CHECK_LOG("CORO_RUNNING 10 self");
}

static aw_value subject_inner;

AW_ASYNC(looks_at_the_chain) {
    aw_value r = aw_await(y(aw_int(1)));
    LOG("%d%d", aw_is_none(aw_cr_await(subject)), aw_is(aw_cr_await(subject), subject_inner));
    AW_EXCEPT(r, AW_VALUE_ERROR) {}
    r = aw_await(y(aw_int(2)));
    LOG("%d%d", aw_is_none(aw_cr_await(subject)), aw_is(aw_cr_await(subject), subject_inner));
    return r;
}

TEST(a82_also_where_a_coroutine_is_between) {
    subject_inner = looks_at_the_chain();
    subject = f(subject_inner);
    CHECK_VALUE("1", STEP(subject));
    CHECK_VALUE("2", aw_throw(subject, aw_kind_value(AW_VALUE_ERROR)));
    CHECK_LOG("01");
    CHECK_RETURNS("None", STEP(subject));
    CHECK_LOG("10");
    subject_inner = looks_at_the_chain();
    subject = f(subject_inner);
    CHECK_VALUE("1", STEP(subject));
    CHECK_VALUE("2", STEP(subject));
    CHECK_LOG("10");
    CHECK_NONE(aw_close(subject));
    CHECK_LOG("01");
}

AW_ASYNC(moves_on, (aw_value, next)) {
    aw_value r = aw_await(IT(It, aw_int(1)));
    AW_EXCEPT(r, AW_VALUE_ERROR) { AW_AWAIT(next); }
    return r;
}

TEST(a84_cr_await_after_a_caught_throw) {
    aw_value next = IT(It, aw_int(2)), c = moves_on(next);
    CHECK_VALUE("1", STEP(c));
    CHECK_VALUE("2", aw_throw(c, aw_kind_value(AW_VALUE_ERROR)));
    CHECK_SAME(next, aw_cr_await(c));
    CHECK_RETURNS("None", STEP(c));
    CHECK_NONE(aw_cr_await(c));
}

AW_ASYNC(makes) { return f(aw_none()); }
enum { LINE_OF_MAKES_DEEPER = __LINE__ + 1 };
AW_ASYNC(makes_deeper) {
    return AW_AWAIT(makes());
}
AW_ASYNC(makes_deepest) { return AW_AWAIT(makes_deeper()); }

TEST(a85_origin) {
    CHECK_RAISES(aw_set_coroutine_origin_tracking_depth(-1), "ValueError", "depth must be >= 0");
    CHECK_NONE(aw_set_coroutine_origin_tracking_depth(2));
    aw_value stop = CHECK_RAISES(STEP(makes_deepest()), "StopIteration", NULL);
    CHECK_NONE(aw_set_coroutine_origin_tracking_depth(0));
    aw_value made = aw_stop_value(stop), origin = aw_cr_origin(made);
    CHECK_INT(AW_TYPE_TUPLE, aw_type_of(origin));
    CHECK_INT(2, aw_length(origin));
    CHECK_TEXT(__FILE__, aw_as_string(aw_item(aw_item(origin, 0), 0)));
    CHECK_VALUE("'makes'", aw_item(aw_item(origin, 0), 2));
    CHECK_INT(LINE_OF_MAKES_DEEPER + 1, aw_as_int(aw_item(aw_item(origin, 1), 1)));
    CHECK_VALUE("'makes_deeper'", aw_item(aw_item(origin, 1), 2));
    CHECK_NONE(aw_close(made));
    aw_value later = f(aw_none());
    CHECK_NONE(aw_cr_origin(later));
    CHECK_NONE(aw_close(later));
}

AW_ASYNC(logs_state) {
    LOG("%s", aw_coroutine_state_name(subject));
    AW_AWAIT(y(aw_none()));
    LOG("%s", aw_coroutine_state_name(subject));
    return aw_none();
}

TEST(a86_states) {
    subject = logs_state();
    LOG("%s", aw_coroutine_state_name(subject));
    CHECK_NONE(STEP(subject));
    LOG("%s", aw_coroutine_state_name(subject));
    CHECK_RETURNS("None", STEP(subject));
    LOG("%s", aw_coroutine_state_name(subject));
    CHECK_LOG("CORO_CREATED CORO_RUNNING CORO_SUSPENDED CORO_RUNNING CORO_CLOSED");
}

TEST(a87_wrapper) {
    aw_value c = f(y(aw_int(1))), w = aw_await_iter(c);
    CHECK_INT(AW_TYPE_WRAPPER, aw_type_of(w));
    CHECK_TEXT("coroutine_wrapper", aw_type_name(w));
    CHECK_VALUE("<coroutine_wrapper object at 0x>", w);
    CHECK_SAME(w, aw_iter(w));
    CHECK(!aw_is(w, aw_await_iter(c)));
    CHECK_STATE("CORO_CREATED", c);
    CHECK_NONE(aw_close(c));
}

TEST(a88_a_wrapper_forwards) {
    aw_value w = aw_await_iter(f(y(aw_int(1))));
    CHECK_RAISES(SEND_INT(w, 1), "TypeError", "can't send non-None value to a just-started coroutine");
    CHECK_VALUE("1", aw_next(w));
    CHECK_RETURNS("3", SEND_INT(w, 3));
    CHECK_RAISES(aw_next(w), "RuntimeError", "cannot reuse already awaited coroutine");
    CHECK_RAISES(aw_throw(w, aw_kind_value(AW_VALUE_ERROR)), "RuntimeError", "cannot reuse already awaited coroutine");
    w = aw_await_iter(f(IT(It, aw_int(1), aw_int(2))));
    CHECK_VALUE("1", aw_next(w));
    CHECK_RAISES(aw_throw(w, aw_kind_value(AW_VALUE_ERROR)), "ValueError", "");
    w = aw_await_iter(f(y(aw_int(1))));
    CHECK_VALUE("1", aw_next(w));
    CHECK_NONE(aw_close(w));
}

AW_GENERATOR(yields_from, (aw_value, iterator)) { return AW_AWAIT(a_new(iterator)); }

TEST(a89_a_wrapper_in_a_generator_and_in_a_loop) {
    aw_value g = yields_from(aw_await_iter(f(y(aw_string("y")))));
    CHECK_VALUE("'y'", aw_next(g));
    CHECK_RETURNS("None", aw_next(g));
    aw_value w = aw_iter(aw_await_iter(f(y(aw_string("y"))))), item;
    while (!aw_is_error(item = aw_next(w))) LOG("%s", aw_repr(item));
    CHECK_RETURNS("None", item);
    CHECK_LOG("'y'");
}

TEST(a90_a_wrapper_keeps_the_coroutine_and_is_no_await) {
    AW_SCOPE {
        aw_value w = aw_none();
        AW_SCOPE { w = aw_keep(aw_await_iter(f(aw_none()))); }
        CHECK_QUIET();
        CHECK_INT(1, check_live().coroutines);
        CHECK_INT(AW_TYPE_WRAPPER, aw_type_of(w));
    }
    CHECK_WARNING("coroutine 'f' was never awaited");
    CHECK_INT(0, check_live().coroutines);
}

TEST(a91_awaiting_what_its_wrapper_has_started) {
    aw_value c = f(y(aw_int(1))), w = aw_await_iter(c);
    CHECK_VALUE("1", aw_next(w));
    CHECK_RAISES(STEP(f(c)), "RuntimeError", "coroutine is being awaited already");
}
