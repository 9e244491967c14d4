/* C161 to C181: in which order things happen, and edges of tasks and futures. */
#include "awaitables.h"
#include "in_loop.h"

AW_ASYNC(waits_and_logs, (aw_value, awaitable), (const char *, word)) {
    AW_AWAIT(awaitable);
    LOG("%s", word);
    return aw_none();
}

TEST_IN_LOOP(c161_the_wake_up_of_a_task_is_a_done_callback) {
    aw_value future = aw_future_new();
    aw_add_done_callback(future, log_done, aw_string("before"));
    aw_value task = aw_create_task(waits_and_logs(future, "task"));
    AW_AWAIT(ticks(1));
    aw_add_done_callback(future, log_done, aw_string("after"));
    aw_future_set_result(future, aw_int(1));
    AW_AWAIT(ticks(1));
    CHECK_LOG("before task after");
    CHECK(aw_future_done(task));
    return aw_none();
}

TEST_IN_LOOP(c162_one_queue_for_everything) {
    aw_value future = aw_future_new();
    aw_call_soon(log_it, aw_int(1));
    aw_add_done_callback(future, log_done, aw_string("done"));
    aw_future_set_result(future, aw_int(0));
    aw_value task = aw_create_task(waits_and_logs(ret(aw_none()), "task"));
    aw_call_soon(log_it, aw_int(2));
    AW_AWAIT(ticks(1));
    CHECK_LOG("1 done task 2");
    CHECK(aw_future_done(task));
    return aw_none();
}

static int begin;
AW_ASYNC(c163_sleeps, (const char *, name), (double, delay)) {
    AW_AWAIT(aw_sleep(delay));
    LOG("%s@%g+%d", name, aw_time(), iteration - begin);
    return aw_none();
}

TEST_IN_LOOP(c163_sleeps_end_in_the_order_of_their_timers) {
    aw_value a = aw_create_task(c163_sleeps("a", 2)), b = aw_create_task(c163_sleeps("b", 1)), c = aw_create_task(c163_sleeps("c", 2));
    begin = iteration;
    AW_AWAIT(a);
    CHECK_LOG("b@1+3 a@2+5 c@2+5");
    CHECK(aw_future_done(b) && aw_future_done(c));
    return aw_none();
}

TEST_IN_LOOP(c166_a_task_whose_coroutine_was_closed) {
    aw_value future = aw_future_new(), task = aw_create_task(f(future));
    AW_AWAIT(ticks(1));
    CHECK_NONE(aw_close(aw_task_coroutine(task)));
    AW_AWAIT(ticks(3));
    CHECK(!aw_future_done(task));
    aw_future_set_result(future, aw_int(1));
    CHECK_RAISES(aw_await(task), "RuntimeError", "cannot reuse already awaited coroutine");
    return aw_none();
}

AW_ASYNC(c168_leaf, (bool, suspends)) {
    if (suspends) AW_AWAIT(aw_sleep(0));
    return aw_int(iteration);
}

AW_ASYNC(c168_chain, (bool, suspends)) {
    aw_value task = aw_create_task(c168_leaf(suspends));
    for (int i = 0; i < 4; i++) task = aw_create_task(f(task));
    int64_t ended = aw_as_int(AW_AWAIT(task));
    return aw_int(iteration - ended);
}

TEST_IN_LOOP(c168_a_chain_of_tasks_ends_level_by_level) {
    CHECK_VALUE("5", AW_AWAIT(c168_chain(true)));
    CHECK_VALUE("1", AW_AWAIT(c168_chain(false)));
    return aw_none();
}

static aw_value bad_callback(aw_value future, aw_value argument) {
    (void)future;
    (void)argument;
    return aw_raise(AW_VALUE_ERROR, "");
}

TEST_IN_LOOP(c169_a_done_callback_that_raises_changes_nothing) {
    aw_value task = aw_create_task(ret(aw_int(5)));
    aw_add_done_callback(task, bad_callback, aw_none());
    CHECK_VALUE("5", AW_AWAIT(task));
    CHECK_LOOP_ERROR("Exception in callback bad_callback(): ValueError() (handle)");
    return aw_none();
}

static aw_value finish_other(aw_value future, aw_value other) {
    (void)future;
    finish_it(other);
    begin = iteration;
    return aw_none();
}

static aw_value log_iteration_of(aw_value future, aw_value argument) {
    (void)future;
    (void)argument;
    LOG("+%d", iteration - begin);
    return aw_none();
}

TEST_IN_LOOP(c170_what_a_callback_completes_is_for_the_next_iteration) {
    aw_value a = aw_future_new(), b = aw_future_new();
    aw_add_done_callback(a, finish_other, b);
    aw_add_done_callback(b, log_iteration_of, aw_none());
    finish_it(a);
    AW_AWAIT(ticks(2));
    CHECK_LOG("+1");
    return aw_none();
}

TEST_IN_LOOP(c171_awaiting_twice) {
    aw_value future = aw_future_new(), coroutine = ret(aw_none());
    aw_call_soon(finish_it, future);
    CHECK_VALUE("0", AW_AWAIT(future));
    CHECK_VALUE("0", AW_AWAIT(future));
    AW_AWAIT(coroutine);
    CHECK_RAISES(aw_await(coroutine), "RuntimeError", "cannot reuse already awaited coroutine");
    return aw_none();
}

TEST_IN_LOOP(c172_what_cannot_be_thrown_into_a_future) {
    aw_value c = f(aw_future_new());
    CHECK(aw_is_future(STEP(c)));
    CHECK_RAISES(THROW(c, aw_int(1)), "TypeError", "exceptions must be classes deriving BaseException or instances of such a class");
    CHECK_STATE("CORO_CLOSED", c);
    c = f(aw_future_new());
    CHECK(aw_is_future(STEP(c)));
    CHECK_RAISES(THROW(c, aw_kind_value(AW_VALUE_ERROR), aw_string("v"), aw_int(3)), "TypeError", "throw() third argument must be a traceback");
    CHECK_STATE("CORO_CLOSED", c);
    c = f(aw_future_new());
    CHECK(aw_is_future(STEP(c)));
    CHECK_RAISES(THROW(c, aw_exception(AW_VALUE_ERROR, "1"), aw_int(2)), "TypeError", "instance exception may not have a separate value");
    CHECK_STATE("CORO_CLOSED", c);
    return aw_none();
}

/* -- async with -- */

AW_ASYNC(c173_leave, (aw_value, exception)) {
    LOG("%s", aw_repr(exception));
    AW_AWAIT(aw_sleep(1));
    LOG("exit done");
    return aw_none();
}
static aw_value c173_aenter(void *self) {
    (void)self;
    return ret(aw_none());
}
static aw_value c173_aexit(void *self, aw_value exception) {
    (void)self;
    return c173_leave(exception);
}
static const aw_object_type c173_type = {.name = "CM", .aenter = c173_aenter, .aexit = c173_aexit};

AW_ASYNC(c173_body) {
    AW_WITH(aw_object_new(&c173_type, 1)) { AW_AWAIT(aw_sleep(9)); }
    return aw_none();
}

TEST_IN_LOOP(c173_the_exit_is_not_cancelled_again) {
    aw_value task = aw_create_task(c173_body());
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    AW_AWAIT(aw_sleep(2));
    CHECK_LOG("CancelledError() exit done");
    CHECK(aw_future_cancelled(task));
    return aw_none();
}

TEST_IN_LOOP(c174_a_cancelled_sleep_leaves_no_timer) {
    aw_value task = aw_create_task(aw_sleep(9));
    AW_AWAIT(ticks(1));
    CHECK(aw_loop_next_timer() == 9);
    aw_cancel(task);
    AW_AWAIT(ticks(1));
    CHECK(aw_loop_next_timer() > 1e300);
    return aw_none();
}

TEST_IN_LOOP(c176_other_exceptions_do_not_end_the_run) {
    static const aw_kind kind = {"B", AW_BASE_EXCEPTION};
    CHECK_RAISES(aw_await(aw_create_task(raises(aw_exception(&kind, "")))), "B", "");
    return aw_none();
}

TEST_IN_LOOP(c177_the_context_of_what_an_await_raises) {
    aw_value r = aw_raise(AW_KEY_ERROR, "3");
    AW_EXCEPT(r, AW_KEY_ERROR, k) {
        aw_value other = CHECK_RAISES(aw_await(aw_create_task(raises(aw_exception(AW_VALUE_ERROR, "")))), "ValueError", "");
        CHECK_VALUE("KeyError('3')", aw_exception_context(other));
        CHECK_SAME(k, CHECK_RAISES(aw_await(aw_create_task(raises(k))), "KeyError", "'3'"));
        CHECK_NONE(aw_exception_context(k));
    }
    return aw_none();
}

static aw_value c178_task;
AW_ASYNC(c178_exits) {
    aw_value r = aw_await(aw_sleep(9));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) { return aw_raise(AW_SYSTEM_EXIT, "2"); }
    return r;
}
AW_ASYNC(c178_main) {
    c178_task = aw_retain(aw_create_task(c178_exits()));
    AW_AWAIT(ticks(1));
    aw_cancel(c178_task);
    AW_AWAIT(ticks(3));
    return aw_none();
}

TEST(c178_system_exit_of_a_cancelled_task) {
    aw_value exception = CHECK_RAISES(aw_run_until_complete(c178_main()), "SystemExit", "2");
    CHECK(aw_future_done(c178_task) && !aw_future_cancelled(c178_task));
    CHECK_SAME(exception, aw_future_exception(c178_task));
    aw_release(c178_task);
    end_leftovers();
}

AW_ASYNC(c179_inner) { return AW_AWAIT(aw_sleep(9)); }
AW_ASYNC(c179_outer) { return AW_AWAIT(aw_create_task(c179_inner())); }

TEST_IN_LOOP(c179_one_error_passes_all_tasks) {
    aw_value task = aw_create_task(c179_outer());
    AW_AWAIT(ticks(2));
    aw_cancel_with(task, aw_string("msg"));
    aw_value exception = CHECK_RAISES(aw_await(task), "CancelledError", "msg");
    CHECK_NONE(aw_exception_context(exception));
    CHECK_NONE(aw_exception_cause(exception));
    aw_value trace = aw_exception_trace(exception);
    CHECK_INT(2, aw_length(trace));
    CHECK_VALUE("'c179_outer'", aw_item(aw_item(trace, 0), 0));
    CHECK_VALUE("'c179_inner'", aw_item(aw_item(trace, 1), 0));
    return aw_none();
}

static aw_value c180_changes(aw_value future, aw_value one) {
    aw_remove_done_callback(future, log_done, one);
    aw_add_done_callback(future, log_done, aw_string("late"));
    return log_it(aw_string("a"));
}

TEST_IN_LOOP(c180_callbacks_that_change_the_callbacks) {
    aw_value future = aw_future_new(), one = aw_string("b");
    aw_add_done_callback(future, c180_changes, one);
    aw_add_done_callback(future, log_done, one);
    aw_future_set_result(future, aw_int(0));
    AW_AWAIT(ticks(1));
    CHECK_LOG("a b");
    AW_AWAIT(ticks(1));
    CHECK_LOG("late");
    return aw_none();
}

AW_ASYNC(c181_waits, (aw_value, task)) {
    aw_value r = aw_await(task);
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) { LOG("%s", aw_repr(aw_exception_args(e))); }
    return r;
}

TEST_IN_LOOP(c181_the_second_to_await_a_cancelled_task_gets_another_error) {
    aw_value task = aw_create_task(aw_sleep(9)), a = aw_create_task(c181_waits(task)), b = aw_create_task(c181_waits(task));
    AW_AWAIT(ticks(1));
    aw_cancel_with(task, aw_string("m"));
    AW_AWAIT(a);
    AW_AWAIT(b);
    CHECK_LOG("('m',) ()");
    return aw_none();
}
