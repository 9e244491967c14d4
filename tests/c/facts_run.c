/* C152 to C160, C188 and C189: what aw_run() does after the main coroutine. */
#include "awaitables.h"
#include "in_loop.h"

AW_ASYNC(c152_runs, (aw_value, coroutine)) { return aw_run(coroutine); }
AW_ASYNC(c152_makes_a_future) { return aw_future_new(); }

TEST(c152_what_run_refuses) {
    CHECK_RAISES(aw_run(aw_int(5)), "ValueError", "a coroutine was expected, got 5");
    CHECK_RAISES(aw_run(aw_string("s")), "ValueError", "a coroutine was expected, got 's'");
    aw_value future = aw_run_until_complete(c152_makes_a_future());
    CHECK_RAISES(aw_run(future), "ValueError", "a coroutine was expected, got <Future pending>");
    aw_value c = ret(aw_none());
    CHECK_RAISES(aw_run(c152_runs(c)), "RuntimeError", "asyncio.run() cannot be called from a running event loop");
    CHECK_STATE("CORO_CREATED", c);
    CHECK_NONE(aw_close(c));
}

AW_ASYNC(c153_cancels_itself) { return aw_cancel(aw_current_task()); }

TEST(c153_the_result_of_run) {
    CHECK_VALUE("4", aw_run(ret(aw_int(4))));
    CHECK_RAISES(aw_run(raises(aw_exception(AW_KEY_ERROR, "k"))), "KeyError", "'k'");
    CHECK_RAISES(aw_run(c153_cancels_itself()), "CancelledError", "");
}

/* -- leftovers -- */

AW_ASYNC(run_leftover, (const char *, name)) {
    LOG("%s started", name);
    aw_value r = aw_await(aw_sleep(99));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {
        LOG("%s cancelled", name);
        AW_AWAIT(aw_sleep(0));
        LOG("%s end", name);
    }
    return aw_none();
}

AW_ASYNC_GENERATOR(c154_items) {
    aw_value sent = aw_yield(aw_int(1));
    LOG("generator closed");
    return sent;
}

static aw_value c154_kept;
AW_ASYNC(c154_main) {
    AW_TRY(aw_create_task(run_leftover("task")));
    c154_kept = aw_retain(c154_items());
    AW_AWAIT(aw_anext(c154_kept));
    AW_AWAIT(aw_sleep(0));
    LOG("main done");
    return aw_none();
}

TEST(c154_tasks_end_first_then_generators) {
    CHECK_NONE(aw_run(c154_main()));
    CHECK_LOG("task started main done task cancelled task end generator closed");
    aw_release(c154_kept);
}

AW_ASYNC(c155_main) {
    AW_TRY(aw_create_task(run_leftover("task")));
    return aw_none();
}

TEST(c155_a_task_of_the_last_step_starts) {
    CHECK_NONE(aw_run(c155_main()));
    CHECK_LOG("task started task cancelled task end");
}

static aw_value c156_count_down(aw_value number) {
    LOG("%s", aw_repr(number));
    return aw_as_int(number) ? aw_call_soon(c156_count_down, aw_int(aw_as_int(number) - 1)) : aw_none();
}
AW_ASYNC(c156_main) { return aw_is_error(aw_call_soon(c156_count_down, aw_int(2))) ? aw_none() : aw_int(1); }

TEST(c156_callbacks_that_are_left_run_during_the_shutdown) {
    CHECK_VALUE("1", aw_run(c156_main()));
    CHECK_LOG("2 1 0");
}

AW_ASYNC(c157_fails) {
    aw_value r = aw_await(aw_sleep(9));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) { return aw_raise(AW_VALUE_ERROR, "x"); }
    return r;
}
AW_ASYNC(c157_main) {
    AW_TRY(aw_create_task(c157_fails()));
    AW_AWAIT(aw_sleep(0));
    return aw_string("ok");
}

TEST(c157_a_leftover_that_fails_is_reported) {
    note_loop_errors();
    CHECK_VALUE("'ok'", aw_run(c157_main()));
    CHECK_LOOP_ERROR("unhandled exception during asyncio.run() shutdown: ValueError('x') (task)");
    CHECK_NO_LOOP_ERROR();
    aw_set_exception_handler(NULL);
}

AW_ASYNC(c158_late) {
    LOG("late ran");
    aw_value r = aw_await(aw_sleep(99));
    AW_FINALLY(r) { LOG("late ended"); }
    return r;
}
AW_ASYNC(c158_leftover) {
    aw_value r = aw_await(aw_sleep(9));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {
        AW_TRY(aw_create_task(c158_late()));
        AW_AWAIT(aw_sleep(0));
        return aw_reraise();
    }
    return r;
}
AW_ASYNC(c158_main) {
    AW_TRY(aw_create_task(c158_leftover()));
    AW_AWAIT(aw_sleep(0));
    return aw_none();
}

TEST(c158_tasks_made_during_the_shutdown_are_destroyed) {
    note_loop_errors();
    CHECK_NONE(aw_run(c158_main()));
    CHECK_LOG("late ran late ended");
    CHECK_LOOP_ERROR("Task was destroyed but it is pending!: None (task)");
    CHECK_NO_LOOP_ERROR();
    aw_set_exception_handler(NULL);
}

AW_ASYNC(c160_leftover) {
    aw_value r = aw_await(aw_sleep(9));
    AW_FINALLY(r) { LOG("left"); }
    return r;
}
AW_ASYNC(c160_main) {
    AW_TRY(aw_create_task(c160_leftover()));
    AW_AWAIT(aw_sleep(0));
    return aw_raise(AW_KEY_ERROR, "k");
}

TEST(c160_leftovers_end_before_the_error_of_main_leaves) {
    CHECK_RAISES(aw_run(c160_main()), "KeyError", "'k'");
    CHECK_LOG("left");
}

/* -- asynchronous generators that are left over -- */

AW_ASYNC_GENERATOR(c188_items) {
    aw_value r = aw_yield(aw_int(1));
    AW_FINALLY(r) {
        LOG("start");
        aw_value slept = aw_await(aw_sleep(1));
        LOG("%s", aw_repr(aw_caught(slept)));
        AW_TRY(slept);
    }
    return r;
}
AW_ASYNC(c188_main) {
    AW_SCOPE {
        AW_ASYNC_FOR(item, c188_items()) { break; }
    }
    AW_AWAIT(aw_sleep(0));
    return aw_none();
}

TEST(c188_the_shutdown_cancels_the_clean_up_of_a_dropped_generator) {
    CHECK_NONE(aw_run(c188_main()));
    CHECK_LOG("start CancelledError()");
}

AW_ASYNC_GENERATOR(c189_items, (const char *, name)) {
    aw_value r = aw_yield(aw_int(1));
    if (!aw_is_error(r)) r = aw_await(aw_sleep(9));
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) {
        LOG("%s:%s", name, aw_type_name(e));
        return aw_reraise();
    }
    return r;
}
AW_ASYNC(c189_inside, (aw_value, generator)) {
    AW_ASYNC_FOR(item, generator) {}
    return aw_none();
}
AW_ASYNC(c189_in_the_body, (aw_value, generator)) {
    AW_ASYNC_FOR(item, generator) { AW_AWAIT(aw_sleep(9)); }
    return aw_none();
}
static aw_value c189_kept;
AW_ASYNC(c189_main) {
    aw_value a = c189_items("in"), b = c189_items("body");
    c189_kept = aw_retain(AW_LIST(a, b));
    AW_TRY(aw_create_task(c189_inside(a)));
    AW_TRY(aw_create_task(c189_in_the_body(b)));
    AW_AWAIT(aw_sleep(0));
    return aw_none();
}

TEST(c189_leftovers_inside_async_for) {
    CHECK_NONE(aw_run(c189_main()));
    CHECK_LOG("in:CancelledError body:GeneratorExit");
    aw_release(c189_kept);
}

/* -- what is called while a run ends -- */

static aw_value ending_kept;
static int ending_calls;
AW_ASYNC(ending_nothing) { return aw_none(); }
AW_ASYNC(ending_stubborn) {
    for (int i = 0; i < 2; i++) {
        aw_value r = aw_await(aw_future_new());
        (void)r;
    }
    return aw_none();
}
AW_ASYNC(ending_main) {
    ending_kept = aw_retain(aw_create_task(ending_stubborn()));
    AW_AWAIT(aw_sleep(0));
    return aw_int(1);
}
static aw_value ending_handler(const aw_loop_error *error) {
    (void)error;
    if (ending_calls++) return aw_none();
    aw_value unstarted = ending_nothing();
    CHECK_RAISES(aw_run(unstarted), "RuntimeError", "Event loop is closed");
    CHECK_RAISES(aw_create_task(unstarted), "RuntimeError", "Event loop is closed");
    CHECK_RAISES(aw_loop_turn(), "RuntimeError", "Event loop is closed");
    CHECK_NONE(aw_close(unstarted));
    return aw_none();
}

TEST(nothing_can_be_started_while_the_loop_is_closed) {
    ending_calls = 0;
    aw_set_exception_handler(ending_handler);
    CHECK_RAISES(aw_run(ending_main()), "DeadlockError", NULL);
    CHECK(ending_calls > 0);
    aw_release(ending_kept);
    aw_set_exception_handler(NULL);
}

AW_ASYNC(looks_at_what_is_handled) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    AW_TRY(aw_append(list, aw_handled_exception()));
    AW_AWAIT(aw_sleep(0));
    AW_TRY(aw_append(list, aw_handled_exception()));
    AW_AWAIT(aw_sleep(0.001));
    AW_TRY(aw_append(list, aw_handled_exception()));
    return list;
}

TEST(a_run_inside_a_handler_sees_what_is_handled) {
    aw_value r = aw_raise(AW_VALUE_ERROR, "outer");
    AW_EXCEPT(r, AW_VALUE_ERROR) {
        CHECK_VALUE("[ValueError('outer'), ValueError('outer'), ValueError('outer')]", aw_run(looks_at_what_is_handled()));
    }
}

AW_ASYNC(sleeps_for_years) {
    AW_AWAIT(aw_sleep(200 * 86400.0));
    AW_AWAIT(aw_sleep(0.25));
    return aw_double(aw_time());
}

TEST(a_virtual_clock_goes_on_for_years) {
    aw_set_virtual_clock(true);
    CHECK_VALUE("17280000.25", aw_run(sleeps_for_years()));
    aw_set_virtual_clock(false);
}
