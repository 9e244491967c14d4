/* Facts A110 to A114: generators, where they differ from coroutines. */
#include "awaitables.h"
#include "check.h"

static aw_value subject;

AW_GENERATOR(goes_on_yielding) {
    aw_value r = aw_await(y(aw_int(1)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) {}
    return AW_YIELD(aw_int(2));
}
AW_GENERATOR(steps_itself) {
    CHECK_RAISES(aw_next(subject), "ValueError", "generator already executing");
    CHECK_RAISES(STEP(subject), "ValueError", "generator already executing");
    CHECK_RAISES(aw_throw(subject, aw_kind_value(AW_KEY_ERROR)), "ValueError", "generator already executing");
    CHECK_RAISES(aw_close(subject), "ValueError", "generator already executing");
    return AW_YIELD(aw_none());
}
AW_GENERATOR(raises_stop) { return aw_raise(AW_STOP_ITERATION, "1"); }

TEST(a110_texts_of_generators) {
    aw_value g = goes_on_yielding();
    CHECK_RAISES(SEND_INT(g, 1), "TypeError", "can't send non-None value to a just-started generator");
    CHECK_STATE("GEN_CREATED", g);
    CHECK_VALUE("1", aw_next(g));
    CHECK_RAISES(aw_close(g), "RuntimeError", "generator ignored GeneratorExit");
    CHECK_STATE("GEN_SUSPENDED", g);
    subject = steps_itself();
    CHECK_NONE(aw_next(subject));
    aw_value e = CHECK_RAISES(aw_next(raises_stop()), "RuntimeError", "generator raised StopIteration");
    CHECK_VALUE("StopIteration('1')", aw_exception_cause(e));
}

AW_GENERATOR(returns_five) { return aw_int(5); }

TEST(a111_a_finished_generator) {
    aw_value g = returns_five();
    CHECK_RETURNS("5", aw_next(g));
    for (int i = 0; i < 2; i++) {
        CHECK_VALUE("()", aw_exception_args(CHECK_RAISES(aw_next(g), "StopIteration", "")));
        CHECK_VALUE("()", aw_exception_args(CHECK_RAISES(STEP(g), "StopIteration", "")));
        CHECK_VALUE("()", aw_exception_args(CHECK_RAISES(SEND_INT(g, 3), "StopIteration", "")));
    }
    CHECK_RAISES(aw_throw(g, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    CHECK_NONE(aw_close(g));
    CHECK_STATE("GEN_CLOSED", g);
}

TEST(a112_throw_before_the_start) {
    aw_value g = y(aw_int(1));
    aw_value e = CHECK_RAISES(aw_throw(g, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    CHECK_VALUE("'y'", aw_item(aw_item(aw_exception_trace(e), 0), 0));
    CHECK_STATE("GEN_CLOSED", g);
    CHECK_VALUE("()", aw_exception_args(CHECK_RAISES(aw_next(g), "StopIteration", "")));
}

static aw_value yields_none(void) {
    aw_value r = AW_YIELD(aw_none());
    return r;
}
AW_GENERATOR(catches_exit_in_generator) {
    aw_value r = yields_none();
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { return aw_int(5); }
    return r;
}

TEST(a113_close_gives_none) {
    aw_value g = catches_exit_in_generator();
    CHECK_NONE(aw_next(g));
    CHECK_NONE(aw_close(g));
    CHECK_STATE("GEN_CLOSED", g);
}

AW_GENERATOR(delegates, (aw_value, generator)) { return AW_AWAIT(generator); }
AW_GENERATOR(logs_its_state) {
    LOG("%s %d%d", aw_coroutine_state_name(subject), aw_cr_running(subject), aw_cr_suspended(subject));
    return AW_YIELD(aw_none());
}

TEST(a114_looking_at_generators) {
    aw_value inner = y(aw_int(1)), g = delegates(inner);
    CHECK_STATE("GEN_CREATED", g);
    CHECK(!aw_cr_suspended(g));
    CHECK_VALUE("1", aw_next(g));
    CHECK_SAME(inner, aw_cr_await(g));
    CHECK(aw_cr_suspended(g));
    CHECK(!aw_cr_running(g));
    CHECK_STATE("GEN_SUSPENDED", g);
    CHECK_RETURNS("None", aw_next(g));
    CHECK_STATE("GEN_CLOSED", g);
    subject = logs_its_state();
    CHECK_NONE(aw_next(subject));
    CHECK_LOG("GEN_RUNNING 10");
    CHECK_VALUE("<generator object logs_its_state at 0x>", subject);
    CHECK_TEXT("generator", aw_type_name(subject));
    CHECK_SAME(subject, aw_iter(subject));
}
