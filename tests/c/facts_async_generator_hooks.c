/* Facts B34 to B43: when asynchronous generators are begun and dropped. */
#include "awaitables.h"
#include "check.h"
#include "in_loop.h"

static aw_value kind(const aw_kind *of) { return aw_kind_value(of); }

AW_ASYNC_GENERATOR(three_items) {
    for (int i = 1; i <= 3; i++) AW_YIELD(aw_int(i));
    return aw_none();
}

static aw_value note_first(aw_value generator) {
    LOG("first(%s)", aw_coroutine_name(generator));
    return aw_none();
}
static aw_value note_old(aw_value generator) {
    LOG("old(%s)", aw_coroutine_name(generator));
    return aw_none();
}
static aw_value note_new(aw_value generator) {
    (void)generator;
    LOG("new");
    return aw_none();
}
static aw_value refuses(aw_value generator) {
    (void)generator;
    return aw_raise(AW_VALUE_ERROR, "hook");
}

static aw_value make_anext(aw_value generator) { return aw_anext(generator); }
static aw_value make_asend(aw_value generator) { return aw_asend(generator, aw_none()); }
static aw_value make_athrow(aw_value generator) { return aw_athrow(generator, kind(AW_VALUE_ERROR)); }
static aw_value make_aclose(aw_value generator) { return aw_aclose(generator); }

TEST(b34_firstiter_is_called_once_at_the_first_call) {
    aw_value (*const makes[])(aw_value) = {make_anext, make_asend, make_athrow, make_aclose};
    aw_set_asyncgen_hooks(note_first, NULL);
    for (size_t i = 0; i < 4; i++) {
        aw_value a = three_items();
        CHECK_SAME(a, aw_aiter(a));
        CHECK_LOG("");
        CHECK(!aw_is_error(makes[i](a)));
        CHECK(!aw_is_error(aw_anext(a)));
        CHECK_LOG("first(three_items)");
    }
    aw_set_asyncgen_hooks(NULL, NULL);
}

TEST(b35_hooks_are_captured_at_the_first_call) {
    aw_set_asyncgen_hooks(NULL, note_old);
    AW_SCOPE {
        CHECK_RETURNS("1", STEP(aw_anext(three_items())));
        aw_set_asyncgen_hooks(NULL, note_new);
    }
    CHECK_LOG("old(three_items)");
    aw_set_asyncgen_hooks(NULL, NULL);
}

static aw_value saved;
static aw_value saves(aw_value generator) {
    LOG("saves");
    saved = aw_retain(generator);
    return aw_none();
}
AW_ASYNC_GENERATOR(logs_its_end) {
    aw_value r = aw_yield(aw_int(1));
    LOG("fin");
    return r;
}

TEST(b36_the_finalizer_of_one_that_is_not_finished) {
    aw_set_asyncgen_hooks(NULL, note_old);
    AW_SCOPE { CHECK_TEXT("async_generator", aw_type_name(three_items())); }
    AW_SCOPE {
        aw_value a = three_items();
        for (int i = 0; i < 4; i++) CHECK(aw_is_error(STEP(aw_anext(a))));
    }
    AW_SCOPE {
        aw_value a = three_items();
        CHECK_RETURNS("1", STEP(aw_anext(a)));
        CHECK_RETURNS("None", STEP(aw_aclose(a)));
    }
    CHECK_LOG("");
    AW_SCOPE { CHECK(!aw_is_error(aw_anext(three_items()))); } /* begun is enough */
    AW_SCOPE { CHECK_RETURNS("1", STEP(aw_anext(logs_its_end()))); }
    CHECK_LOG("old(three_items) old(logs_its_end)");
    aw_set_asyncgen_hooks(NULL, saves);
    AW_SCOPE { CHECK_RETURNS("1", STEP(aw_anext(logs_its_end()))); }
    CHECK_LOG("saves");
    AW_SCOPE { CHECK_RETURNS("None", STEP(aw_aclose(saved))); }
    CHECK_LOG("fin");
    aw_release(saved);
    AW_SCOPE { CHECK_RETURNS("1", STEP(aw_anext(logs_its_end()))); }
    aw_release(saved); /* a second time it is neither finalized nor closed */
    CHECK_LOG("saves");
    aw_set_asyncgen_hooks(NULL, NULL);
}

TEST(b37_errors_of_hooks) {
    aw_set_asyncgen_hooks(refuses, NULL);
    aw_value a = three_items();
    CHECK_RAISES(aw_anext(a), "ValueError", "hook");
    CHECK_RETURNS("1", STEP(aw_anext(a)));
    aw_set_asyncgen_hooks(NULL, refuses);
    AW_SCOPE { CHECK_RETURNS("1", STEP(aw_anext(three_items()))); }
    CHECK_UNRAISABLE("ValueError('hook')", "three_items");
    aw_asyncgen_hook firstiter, finalizer;
    aw_get_asyncgen_hooks(&firstiter, &finalizer);
    CHECK(!firstiter && finalizer == refuses);
    aw_set_asyncgen_hooks(NULL, NULL);
}

AW_ASYNC_GENERATOR(ends_by_return) {
    aw_value r = aw_yield(aw_int(1));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { return aw_none(); }
    return r;
}

TEST(b38_without_a_finalizer_it_is_closed_at_once) {
    AW_SCOPE { CHECK_RETURNS("1", STEP(aw_anext(logs_its_end()))); }
    CHECK_LOG("fin");
    AW_SCOPE { CHECK_RETURNS("1", STEP(aw_anext(ends_by_return()))); }
    CHECK_UNRAISABLE("StopAsyncIteration()", "ends_by_return"); /* a quirk */
}

AW_ASYNC_GENERATOR(waits_at_its_end) {
    aw_value r = aw_yield(aw_int(1));
    AW_FINALLY(r) { AW_AWAIT(y(aw_none())); }
    return r;
}

TEST(b39_a_cleanup_that_waits_then) {
    AW_SCOPE { CHECK_RETURNS("1", STEP(aw_anext(waits_at_its_end()))); }
    CHECK_UNRAISABLE("RuntimeError('async generator ignored GeneratorExit')", "waits_at_its_end");
}

/* -- the hooks of the loop -- */

AW_ASYNC_GENERATOR(sleeps_at_its_end) {
    aw_value r = aw_yield(aw_int(1));
    AW_FINALLY(r) {
        LOG("fin");
        AW_AWAIT(aw_sleep(0));
        LOG("fin2");
    }
    return r;
}

TEST_IN_LOOP(b40_a_dropped_generator_is_closed_by_a_task) {
    AW_SCOPE {
        aw_value a = sleeps_at_its_end();
        CHECK_VALUE("1", AW_AWAIT(aw_anext(a)));
    }
    CHECK_LOG("");
    AW_AWAIT(aw_sleep(0));
    CHECK_LOG("");
    AW_AWAIT(aw_sleep(0));
    CHECK_LOG("fin");
    AW_AWAIT(aw_sleep(0));
    CHECK_LOG("fin2");
    return aw_none();
}

TEST_IN_LOOP(b41_a_loop_left_early_leaves_the_generator_suspended) {
    aw_value a = logs_its_end();
    AW_ASYNC_FOR(item, a) {
        CHECK_VALUE("1", item);
        break;
    }
    aw_site where;
    CHECK_LOG("");
    CHECK(aw_ag_frame(a, &where));
    AW_AWAIT(aw_aclose(a));
    CHECK_LOG("fin");
    AW_ASYNC_FOR(item, logs_its_end()) {
        CHECK_VALUE("1", item);
        break;
    }
    CHECK_LOG(""); /* it was dropped: the finalizer closes it */
    AW_AWAIT(aw_sleep(0));
    AW_AWAIT(aw_sleep(0));
    CHECK_LOG("fin");
    return aw_none();
}

AW_ASYNC_GENERATOR(fails_at_its_end) {
    aw_value r = aw_yield(aw_int(1));
    AW_FINALLY(r) { return aw_raise(AW_VALUE_ERROR, "x"); }
    return r;
}

static void check_shutdown_error(const aw_loop_error *error) {
    CHECK_TEXT("an error occurred during closing of asynchronous generator <async_generator object fails_at_its_end at 0x>", check_plain(error->message));
    CHECK_VALUE("ValueError('x')", error->exception);
    CHECK_TEXT("asyncgen", error->key);
    CHECK_TEXT("fails_at_its_end", aw_coroutine_name(error->object));
    LOG("told");
}
static aw_value hear_shutdown_error(const aw_loop_error *error) {
    check_shutdown_error(error);
    return aw_none();
}

TEST_IN_LOOP(b42_shutdown_asyncgens_closes_all) {
    aw_value a = fails_at_its_end(), b = sleeps_at_its_end();
    CHECK_VALUE("1", AW_AWAIT(aw_anext(a)));
    CHECK_VALUE("1", AW_AWAIT(aw_anext(b)));
    aw_set_exception_handler(hear_shutdown_error);
    AW_AWAIT(aw_shutdown_asyncgens());
    CHECK_LOG("fin fin2 told");
    aw_value after = aw_await(aw_anext(b));
    CHECK_RAISES(after, "StopAsyncIteration", "");
    note_loop_errors();
    return aw_none();
}

TEST_IN_LOOP(b43_a_generator_begun_after_the_shutdown) {
    AW_AWAIT(aw_shutdown_asyncgens());
    aw_value a = three_items();
    CHECK_VALUE("1", AW_AWAIT(aw_anext(a)));
    CHECK_WARNING_BEGINS("asynchronous generator <async_generator object three_items at 0x");
    AW_AWAIT(aw_aclose(a));
    return aw_none();
}
