/* Facts A20 to A25: what a running coroutine, and one that waits for a running one, answers. */
#include "awaitables.h"
#include "check.h"

#define EXECUTING "ValueError", "coroutine already executing"

/* The coroutine that a test looks at from inside. */
static aw_value subject;

AW_ASYNC(looks_at_itself) {
    aw_site frame;
    CHECK_STATE("CORO_RUNNING", subject);
    CHECK(aw_cr_running(subject));
    CHECK(!aw_cr_suspended(subject));
    CHECK_NONE(aw_cr_await(subject));
    CHECK(aw_cr_frame(subject, &frame));
    CHECK_TEXT("looks_at_itself", frame.function);
    LOG("looked");
    return aw_none();
}

TEST(a20_running) {
    subject = looks_at_itself();
    CHECK_RETURNS("None", STEP(subject));
    CHECK_LOG("looked");
}

AW_ASYNC(drives_itself) {
    CHECK_RAISES(STEP(subject), EXECUTING);
    CHECK_RAISES(aw_throw(subject, aw_kind_value(AW_KEY_ERROR)), EXECUTING);
    CHECK_RAISES(aw_close(subject), EXECUTING);
    LOG("unharmed");
    return AW_AWAIT(y(aw_string("still fine")));
}

TEST(a21_driving_the_running_coroutine) {
    subject = drives_itself();
    CHECK_VALUE("'still fine'", STEP(subject));
    CHECK_LOG("unharmed");
    CHECK_RETURNS("3", SEND_INT(subject, 3));
}

AW_ASYNC(drives_outer) {
    CHECK(aw_cr_running(subject));
    CHECK(!aw_cr_suspended(subject));
    CHECK_STATE("CORO_RUNNING", subject);
    CHECK_RAISES(STEP(subject), EXECUTING);
    CHECK_RAISES(aw_close(subject), EXECUTING);
    LOG("checked");
    return aw_int(1);
}
static aw_value drives_outer_next(void *self) {
    (void)self;
    CHECK(aw_cr_running(subject));
    CHECK_STATE("CORO_RUNNING", subject);
    CHECK_RAISES(STEP(subject), EXECUTING);
    CHECK_RAISES(aw_close(subject), EXECUTING);
    LOG("checked");
    return aw_stop(aw_int(2));
}
static const aw_object_type drives_outer_type = {.name = "It", .await = it_await, .next = drives_outer_next};

TEST(a22_executing_covers_the_whole_chain) {
    subject = f(drives_outer());
    CHECK_RETURNS("1", STEP(subject));
    subject = f(f(f(drives_outer())));
    CHECK_RETURNS("1", STEP(subject));
    subject = f(f(aw_object_new(&drives_outer_type, 1)));
    CHECK_RETURNS("2", STEP(subject));
    CHECK_LOG("checked checked checked");
}

AW_ASYNC(steps_outer_after_resuming) {
    AW_AWAIT(y(aw_int(1)));
    CHECK_RAISES(STEP(subject), EXECUTING);
    CHECK_STATE("CORO_RUNNING", subject);
    return aw_string("done");
}

TEST(a22_also_after_the_chain_was_resumed) {
    subject = f(f(steps_outer_after_resuming()));
    CHECK_VALUE("1", STEP(subject));
    CHECK_RETURNS("'done'", STEP(subject));
}

AW_ASYNC(awaits_itself) {
    aw_value result = aw_await(subject);
    AW_EXCEPT(result, AW_VALUE_ERROR, e) { return AW_TUPLE(aw_string("ok"), aw_string(aw_str(e))); }
    return result;
}

TEST(a23_awaiting_itself) {
    subject = awaits_itself();
    CHECK_RETURNS("('ok', 'coroutine already executing')", STEP(subject));
    subject = awaits_itself();
    CHECK_RETURNS("('ok', 'coroutine already executing')", STEP(f(subject)));
}

AW_ASYNC(sends_three_to_itself) {
    CHECK_RAISES(SEND_INT(subject, 3), EXECUTING);
    return aw_string("sent");
}

TEST(a24_running_is_checked_first) {
    subject = sends_three_to_itself();
    CHECK_RETURNS("'sent'", STEP(subject));
}

/* CPython 3.11 hands a throw() inside a delegated throw() on to the iterator again; 3.13 refuses it, and so does libawait. */
static aw_value reenters_throw(void *self, size_t count, const aw_value *arguments) {
    CHECK_RAISES(STEP(subject), EXECUTING);
    CHECK_RAISES(aw_throw(subject, aw_kind_value(AW_KEY_ERROR)), EXECUTING);
    CHECK_RAISES(aw_close(subject), EXECUTING);
    return it_throw(self, count, arguments);
}
static const aw_object_type reenters_type = {.name = "Q", .await = it_await, .next = it_next, .throw_into = reenters_throw};

TEST(a25_throw_inside_a_delegated_throw_is_refused) {
    subject = f(IT(reenters_type, aw_int(0), aw_string("first")));
    CHECK_VALUE("0", STEP(subject));
    CHECK_VALUE("'first'", aw_throw(subject, aw_kind_value(AW_VALUE_ERROR)));
    CHECK_STATE("CORO_SUSPENDED", subject);
    CHECK_LOG("next throw(<class 'ValueError'>,)");
}
