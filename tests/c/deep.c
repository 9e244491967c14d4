/* A hundred thousand of everything: nested awaits, coroutines that drive each other by hand, chains that are dropped. */
#include "awaitables.h"
#include "check.h"

enum { DEEP = 100000 };
#define TOO_DEEP "RecursionError", "maximum recursion depth exceeded"

AW_ASYNC(nested, (int, n), (bool, suspends)) {
    if (n > 0) return aw_int(1 + aw_as_int(AW_AWAIT(nested(n - 1, suspends))));
    return suspends ? AW_AWAIT(aw_suspend(aw_string("leaf"))) : aw_int(0);
}

TEST(nested_awaits_that_return) { CHECK_RETURNS("100000", STEP(nested(DEEP, false))); }

TEST(nested_awaits_that_suspend) {
    aw_value c = nested(DEEP, true);
    CHECK_VALUE("'leaf'", STEP(c));
    CHECK_INT(DEEP + 1, check_live().coroutines);
    CHECK_RETURNS("100005", SEND_INT(c, 5));
    CHECK_INT(1, check_live().coroutines);
}

TEST(closing_nested_awaits) {
    aw_value c = nested(DEEP, true);
    CHECK_VALUE("'leaf'", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_INT(1, check_live().coroutines);
}

TEST(throwing_into_nested_awaits) {
    aw_value c = nested(DEEP, true);
    CHECK_VALUE("'leaf'", STEP(c));
    aw_value e = CHECK_RAISES(aw_throw(c, aw_exception(AW_VALUE_ERROR, "v")), "ValueError", "v");
    CHECK(aw_length(aw_exception_trace(e)) > 0);
    CHECK_INT(1, check_live().coroutines);
}

TEST(dropping_nested_awaits) {
    AW_SCOPE { CHECK_VALUE("'leaf'", STEP(nested(DEEP, true))); }
    CHECK_INT(0, check_live().coroutines);
    CHECK_QUIET();
}

AW_ASYNC(drives_another, (int, n)) {
    if (n == 0) return aw_int(0);
    return AW_TRY(aw_send(drives_another(n - 1), aw_none()));
}

TEST(coroutines_that_drive_each_other) {
    CHECK_RAISES(STEP(drives_another(DEEP)), TOO_DEEP);
    CHECK_RAISES(STEP(drives_another(DEEP)), TOO_DEEP);
}

AW_ASYNC(closes_another, (int, n), (aw_value, inner)) {
    aw_value r = aw_await(aw_suspend(aw_int(n)));
    AW_FINALLY(r) {
        aw_value closed = aw_close(inner);
        if (aw_is_error(closed)) LOG("%s", aw_repr(aw_caught(closed)));
    }
    return r;
}

TEST(coroutines_that_close_each_other) {
    aw_value c = f(aw_suspend(aw_none()));
    CHECK_NONE(STEP(c));
    for (int i = 0; i < 1000; i++) {
        c = closes_another(i, c);
        CHECK(!aw_is_error(STEP(c)));
    }
    CHECK_NONE(aw_close(c));
    CHECK_LOG("RecursionError('maximum recursion depth exceeded')");
}

static aw_value drives_a_coroutine_next(void *self) {
    aw_value r = aw_send(f(aw_object_of(self)), aw_none());
    return r;
}
static const aw_object_type recursive_type = {.name = "It", .await = it_await, .next = drives_a_coroutine_next};

TEST(an_iterator_that_drives_a_coroutine_that_awaits_it) {
    CHECK_RAISES(STEP(f(aw_object_new(&recursive_type, 1))), TOO_DEEP);
}

AW_GENERATOR(generator_of_generators, (int, n)) {
    if (n == 0) return AW_YIELD(aw_string("leaf"));
    return AW_AWAIT(generator_of_generators(n - 1));
}

TEST(generators_that_await_generators) {
    aw_value g = generator_of_generators(100);
    CHECK_VALUE("'leaf'", aw_next(g));
    CHECK_RETURNS("7", SEND_INT(g, 7));
    g = generator_of_generators(DEEP);
    CHECK_RAISES(aw_next(g), TOO_DEEP);
}

AW_ASYNC(keeps, (aw_value, other)) {
    (void)other;
    return AW_AWAIT(aw_suspend(aw_none()));
}

static aw_value chain_of(int count, bool started) {
    aw_value c = aw_none();
    AW_FOR(int i = 0; i < count; i++) {
        c = keeps(c);
        if (started) CHECK_NONE(STEP(c));
        aw_keep(c);
    }
    return c;
}

TEST(dropping_coroutines_that_hold_each_other) {
    AW_SCOPE { chain_of(DEEP, true); }
    CHECK_INT(0, check_live().coroutines);
    CHECK_QUIET();
    AW_SCOPE { chain_of(DEEP, false); }
    CHECK_INT(0, check_live().coroutines);
    CHECK_WARNINGS(DEEP, "coroutine 'keeps' was never awaited");
}

TEST(dropping_nested_lists) {
    AW_SCOPE {
        aw_value list = aw_none();
        AW_FOR(int i = 0; i < DEEP; i++) { list = aw_keep(AW_LIST(list)); }
        CHECK_INT(1, aw_length(list));
    }
    CHECK_INT(0, check_live().objects);
}

TEST(dropping_a_chain_of_contexts) {
    AW_SCOPE {
        aw_value raised = aw_raise(AW_VALUE_ERROR, "first");
        for (int i = 0; i < DEEP / 10; i++) { /* raising looks through the chain, as in CPython */
            aw_value next = raised;
            AW_EXCEPT(raised, AW_VALUE_ERROR) { next = aw_raise(AW_VALUE_ERROR, "next"); }
            raised = next;
        }
        CHECK_RAISES(raised, "ValueError", "next");
    }
    CHECK_INT(0, check_live().objects);
}
