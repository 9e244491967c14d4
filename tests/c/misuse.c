/* What nobody should write, and what it gives: an error with a message, never a crash. */
#include "awaitables.h"
#include "check.h"

#include <stdlib.h>

#define NOT_IN_A_COROUTINE "RuntimeError", "await outside a coroutine: only a coroutine, or a function that it calls, can await"

static aw_value subject;

TEST(awaiting_outside_a_coroutine) {
    CHECK_RAISES(aw_await(aw_suspend(aw_none())), NOT_IN_A_COROUTINE);
    CHECK_RAISES(aw_await(aw_int(3)), NOT_IN_A_COROUTINE);
    aw_value c = f(aw_none());
    CHECK_RAISES(aw_await(c), NOT_IN_A_COROUTINE);
    CHECK_STATE("CORO_CREATED", c);
    CHECK_NONE(aw_close(c));
    AW_SCOPE { CHECK_RAISES(aw_await(ret(aw_none())), NOT_IN_A_COROUTINE); }
    CHECK_WARNING("coroutine 'ret' was never awaited");
}

static aw_value awaits_in_next(void *self) {
    (void)self;
    return aw_await(aw_suspend(aw_int(1)));
}
static const aw_object_type awaits_in_next_type = {.name = "It", .await = it_await, .next = awaits_in_next};

TEST(awaiting_in_the_next_of_an_object) {
    aw_value object = aw_object_new(&awaits_in_next_type, 1);
    CHECK_RAISES(aw_next(object), NOT_IN_A_COROUTINE);
    CHECK_RAISES(STEP(f(object)), NOT_IN_A_COROUTINE);
    CHECK_RAISES(STEP(f(f(object))), NOT_IN_A_COROUTINE);
}

static void awaits_in_fini(void *self) {
    (void)self;
    CHECK_RAISES(aw_await(aw_suspend(aw_int(1))), NOT_IN_A_COROUTINE);
    LOG("fini");
}
static const aw_object_type awaits_in_fini_type = {.name = "It", .fini = awaits_in_fini};
AW_ASYNC(drops_it) {
    AW_SCOPE { CHECK(!aw_is_error(aw_object_new(&awaits_in_fini_type, 1))); }
    return AW_AWAIT(y(aw_int(2)));
}

TEST(awaiting_in_the_fini_of_an_object) {
    CHECK_VALUE("2", STEP(drops_it()));
    CHECK_LOG("fini");
}

static int refused;
static int compares_by_awaiting(const void *a, const void *b) {
    aw_value r = aw_await(aw_suspend(aw_int(*(const int *)a)));
    if (aw_is_error(r)) refused++;
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

TEST(awaiting_below_qsort_outside_a_coroutine) {
    int numbers[] = {2, 1};
    refused = 0;
    qsort(numbers, 2, sizeof *numbers, compares_by_awaiting);
    CHECK(refused > 0);
    CHECK_INT(1, numbers[0]);
}

AW_ASYNC(sorts) {
    int numbers[] = {2, 1};
    qsort(numbers, 2, sizeof *numbers, compares_by_awaiting);
    return aw_int(numbers[0]);
}

TEST(awaiting_below_qsort_in_a_coroutine) {
    aw_value c = sorts();
    refused = 0;
    CHECK_VALUE("2", STEP(c));
    CHECK_STATE("CORO_SUSPENDED", c);
    aw_value step = STEP(c);
    while (!aw_is_error(step)) step = STEP(c); /* a sanitizer's qsort compares more often */
    CHECK_RETURNS("1", step);
    CHECK_INT(0, refused);
}

static aw_value yields_in_plain_code(void) {
    aw_value r = AW_YIELD(aw_int(1));
    return r;
}
AW_ASYNC(yields_in_a_coroutine) { return yields_in_plain_code(); }

TEST(yielding_where_no_generator_runs) {
    CHECK_RAISES(yields_in_plain_code(), "RuntimeError", "AW_YIELD outside a generator");
    CHECK_RAISES(STEP(yields_in_a_coroutine()), "RuntimeError", "AW_YIELD outside a generator");
}

AW_ASYNC(mutual, (aw_value, list)) { return AW_AWAIT(aw_item(list, 0)); }

TEST(two_coroutines_that_await_each_other) {
    aw_value list = aw_list_of(0, NULL), a = mutual(list), b = f(a);
    CHECK_NONE(aw_append(list, b));
    CHECK_RAISES(STEP(b), "ValueError", "coroutine already executing");
    CHECK_STATE("CORO_CLOSED", a);
    CHECK_STATE("CORO_CLOSED", b);
}

AW_ASYNC(ignores_close_for_ever) {
    for (int n = 0;; n++) {
        aw_value r = aw_await(y(aw_int(n)));
        AW_EXCEPT(r, AW_BASE_EXCEPTION) {}
        AW_TRY(r);
    }
}

TEST(a_coroutine_that_never_ends_on_close) {
    AW_SCOPE {
        aw_value c = ignores_close_for_ever();
        CHECK_VALUE("0", STEP(c));
        for (int i = 0; i < 3; i++) CHECK_RAISES(aw_close(c), "RuntimeError", "coroutine ignored GeneratorExit");
        CHECK_VALUE("4", STEP(c));
        CHECK_VALUE("5", aw_throw(c, aw_kind_value(AW_GENERATOR_EXIT)));
    }
    CHECK_UNRAISABLE("RuntimeError('coroutine ignored GeneratorExit')", "ignores_close_for_ever");
}

AW_ASYNC(releases_itself, (bool, suspends)) {
    aw_release(subject);
    LOG("released");
    if (suspends) {
        aw_value r = aw_await(y(aw_int(1)));
        AW_FINALLY(r) { LOG("closed"); }
        return r;
    }
    return aw_int(2);
}

TEST(releasing_the_last_reference_to_what_runs) {
    AW_SCOPE { subject = aw_retain(releases_itself(false)); }
    CHECK_RETURNS("2", STEP(subject));
    CHECK_INT(0, check_live().coroutines);
    AW_SCOPE { subject = aw_retain(releases_itself(true)); }
    CHECK_VALUE("1", STEP(subject));
    CHECK_INT(0, check_live().coroutines);
    CHECK_LOG("released released closed");
}

static aw_value releases_outer_next(void *self) {
    (void)self;
    aw_release(subject);
    return aw_int(7);
}
static const aw_object_type releases_outer_type = {.name = "It", .await = it_await, .next = releases_outer_next};

TEST(releasing_the_outermost_while_its_delegate_runs) {
    AW_SCOPE { subject = aw_retain(f(f(aw_object_new(&releases_outer_type, 1)))); }
    CHECK_VALUE("7", STEP(subject));
    CHECK_INT(0, check_live().coroutines);
}

static aw_value send_three(aw_value c) { return aw_send(c, aw_int(3)); }
static aw_value throw_one(aw_value c) { return aw_throw(c, aw_kind_value(AW_VALUE_ERROR)); }

TEST(driving_what_cannot_be_driven) {
    aw_value three = aw_int(3);
    CHECK_RAISES(send_three(three), "AttributeError", "'int' object has no attribute 'send'");
    CHECK_RAISES(throw_one(three), "AttributeError", "'int' object has no attribute 'throw'");
    CHECK_RAISES(aw_close(three), "AttributeError", "'int' object has no attribute 'close'");
    CHECK_RAISES(aw_next(three), "TypeError", "'int' object is not an iterator");
    CHECK_RAISES(aw_iter(three), "TypeError", "'int' object is not iterable");
    CHECK_RAISES(aw_await_iter(three), "AttributeError", "'int' object has no attribute '__await__'");
    CHECK_RAISES(send_three(aw_suspend(three)), "AttributeError", NULL);
    CHECK_STATE("CORO_CLOSED", three);
    CHECK(!aw_cr_running(three));
    CHECK(!aw_cr_suspended(three));
    CHECK_NONE(aw_cr_await(three));
    CHECK_NONE(aw_cr_origin(three));
    CHECK(!aw_cr_frame(three, &(aw_site){0}));
    CHECK_TEXT("", aw_coroutine_name(three));
    CHECK_RAISES(aw_set_coroutine_name(three, aw_string("n")), "AttributeError", "'int' object has no attribute '__name__'");
    aw_value out;
    CHECK_INT(AW_STEP_ERROR, aw_iter_send(three, aw_none(), &out));
    CHECK_RAISES(out, "AttributeError", "'int' object has no attribute 'send'");
}

#define CHECK_SAME_ERROR(value) CHECK_SAME(error, CHECK_RAISES(value, "ValueError", "passed on"))

TEST(errors_given_as_values_come_back) {
    aw_value raised = aw_raise(AW_VALUE_ERROR, "passed on"), error = aw_caught(raised), out;
    aw_value list = AW_LIST(aw_int(1)), items[] = {aw_int(1), raised}, c = f(aw_none());
    CHECK_SAME_ERROR(aw_list_of(2, items));
    CHECK_SAME_ERROR(aw_tuple_of(2, items));
    CHECK_SAME_ERROR(aw_append(list, raised));
    CHECK_SAME_ERROR(aw_append(raised, aw_int(1)));
    CHECK_SAME_ERROR(aw_item(raised, 0));
    CHECK_SAME_ERROR(aw_pop(raised));
    AW_SCOPE { CHECK_SAME_ERROR(aw_keep(raised)); }
    CHECK_SAME_ERROR(f(raised));
    CHECK_SAME_ERROR(aw_suspend(raised));
    CHECK_SAME_ERROR(aw_send(c, raised));
    CHECK_SAME_ERROR(aw_send(raised, aw_none()));
    CHECK_SAME_ERROR(aw_throw(raised, aw_kind_value(AW_KEY_ERROR)));
    CHECK_SAME_ERROR(THROW(c, aw_kind_value(AW_KEY_ERROR), raised));
    CHECK_SAME_ERROR(aw_close(raised));
    CHECK_SAME_ERROR(aw_next(raised));
    CHECK_SAME_ERROR(aw_iter(raised));
    CHECK_SAME_ERROR(aw_await_iter(raised));
    CHECK_INT(AW_STEP_ERROR, aw_iter_send(c, raised, &out));
    CHECK_SAME_ERROR(out);
    CHECK_SAME_ERROR(aw_set_coroutine_name(c, raised));
    CHECK_SAME_ERROR(aw_set_coroutine_qualname(raised, aw_string("n")));
    CHECK_SAME_ERROR(aw_stop(raised));
    CHECK_SAME_ERROR(aw_exception_of(AW_KEY_ERROR, 2, items));
    CHECK_SAME_ERROR(aw_raise_exception(raised));
    CHECK_SAME_ERROR(aw_raise_from(raised, aw_none()));
    CHECK_SAME_ERROR(aw_object_hold(raised, aw_none()));
    CHECK_SAME_ERROR(aw_object_hold(a_new(aw_none()), raised));
    CHECK_SAME_ERROR(aw_run(raised));
    CHECK_SAME_ERROR(aw_host("nothing", 2, items));
    CHECK_SAME_ERROR(STEP(raises(error)));
    CHECK_STATE("CORO_CREATED", c);
    CHECK_SAME_ERROR(aw_throw(c, raised));
    CHECK_STATE("CORO_CLOSED", c);
    CHECK_INT(0, aw_length(raised));
    CHECK_INT(0, aw_as_int(raised));
    CHECK(aw_as_string(raised) == NULL);
    CHECK_TEXT("ValueError('passed on')", aw_repr(raised));
    CHECK_TEXT("passed on", aw_str(raised));
    CHECK(aw_is(raised, error));
    aw_release(aw_retain(raised));
}

AW_ASYNC(awaits_an_error) {
    aw_value r = aw_await(aw_raise(AW_VALUE_ERROR, "not awaited"));
    return aw_string(aw_str(r));
}

TEST(awaiting_an_error_gives_the_error) { CHECK_RETURNS("'not awaited'", STEP(awaits_an_error())); }

TEST(a_list_of_coroutines_is_dropped) {
    AW_SCOPE {
        aw_value list = aw_list_of(0, NULL);
        for (int i = 0; i < 3; i++) AW_SCOPE {
                aw_value c = f(y(aw_int(i)));
                CHECK_NONE(aw_append(list, c));
                if (i == 1) CHECK_VALUE("1", STEP(c));
            }
        CHECK_INT(6, check_live().coroutines);
    }
    CHECK_WARNINGS(2, "coroutine 'f' was never awaited");
    CHECK_INT(0, check_live().coroutines);
}
