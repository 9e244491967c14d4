/* C41 to C62: how tasks start, step and end. */
#include <stdio.h>
#include <string.h>

#include "awaitables.h"
#include "in_loop.h"

AW_ASYNC(logs, (aw_value, word)) { return log_it(word); }

TEST_IN_LOOP(c41_create_task_runs_nothing_yet) {
    aw_call_soon(log_it, aw_string("cb1"));
    aw_value first = aw_create_task(logs(aw_string("t1")));
    aw_call_soon(log_it, aw_string("cb2"));
    aw_value second = aw_create_task(logs(aw_string("t2")));
    CHECK_LOG("");
    AW_AWAIT(ticks(1));
    CHECK_LOG("cb1 t1 cb2 t2");
    CHECK(aw_future_done(first) && aw_future_done(second));
    return aw_none();
}

AW_ASYNC(steps, (const char *, name), (int, count)) {
    for (int i = 0; i < count; i++) {
        LOG("%s%d", name, i);
        AW_AWAIT(aw_sleep(0));
    }
    return aw_string("fin");
}

TEST_IN_LOOP(c42_tasks_take_turns) {
    aw_value a = aw_create_task(steps("a", 3)), b = aw_create_task(f(f(steps("b", 3))));
    AW_AWAIT(a);
    AW_AWAIT(b);
    CHECK_LOG("a0 b0 a1 b1 a2 b2");
    return aw_none();
}

TEST_IN_LOOP(c43_sleep) {
    int before = iteration;
    AW_AWAIT(aw_sleep(0));
    CHECK_INT(1, iteration - before);
    AW_AWAIT(aw_sleep(-5));
    CHECK_INT(2, iteration - before);
    CHECK(aw_time() == 0);
    CHECK_VALUE("'r'", AW_AWAIT(aw_sleep_result(0, aw_string("r"))));
    CHECK_VALUE("'s'", AW_AWAIT(aw_sleep_result(1, aw_string("s"))));
    before = iteration;
    CHECK_NONE(AW_AWAIT(aw_sleep(1)));
    CHECK_INT(2, iteration - before);
    CHECK(aw_time() == 2);
    return aw_none();
}

static int c44_stepped;
AW_ASYNC(c44_step) {
    c44_stepped = iteration;
    return aw_none();
}

TEST_IN_LOOP(c44_a_task_is_done_in_its_last_step) {
    aw_value task = aw_create_task(c44_step());
    int before = iteration;
    AW_AWAIT(task);
    CHECK_INT(1, c44_stepped - before);
    CHECK_INT(2, iteration - before);
    return aw_none();
}

TEST_IN_LOOP(c46_what_a_task_takes) {
    CHECK_RAISES(aw_create_task(aw_int(5)), "TypeError", "a coroutine was expected, got 5");
    CHECK_RAISES(aw_create_task(aw_future_new()), "TypeError", "a coroutine was expected, got <Future pending>");
    CHECK_VALUE("3", AW_AWAIT(aw_create_task(aw_sleep_result(0, aw_int(3)))));
    aw_value generator = y(aw_none()); /* as old code did */
    CHECK_NONE(AW_AWAIT(aw_create_task(generator)));
    return aw_none();
}

TEST_IN_LOOP(c47_names) {
    aw_value coroutine = ret(aw_none());
    aw_value a = aw_create_task(ret(aw_none())), b = aw_create_task_named(ret(aw_none()), "5"), c = aw_create_task(coroutine);
    int first = 0, later = 0;
    sscanf(aw_task_name(a), "Task-%d", &first);
    sscanf(aw_task_name(c), "Task-%d", &later);
    CHECK(first > 0 && later > first);
    CHECK_TEXT("5", aw_task_name(b));
    CHECK_SAME(coroutine, aw_task_coroutine(c));
    CHECK_NONE(aw_task_set_name(c, "7"));
    CHECK_TEXT("7", aw_task_name(c));
    AW_AWAIT(ticks(1));
    CHECK_TEXT("7", aw_task_name(c));
    return aw_none();
}

TEST_IN_LOOP(c48_a_task_takes_no_outcome_from_outside) {
    aw_value task = aw_create_task(ret(aw_int(3)));
    CHECK_RAISES(aw_future_set_result(task, aw_int(1)), "RuntimeError", "Task does not support set_result operation");
    CHECK_RAISES(aw_future_set_exception(task, aw_exception(AW_VALUE_ERROR, "")), "RuntimeError",
                 "Task does not support set_exception operation");
    CHECK_VALUE("3", AW_AWAIT(task));
    return aw_none();
}

static aw_value log_current_task(aw_value argument) {
    (void)argument;
    return log_it(aw_current_task());
}

TEST_IN_LOOP(c49_current_task_and_all_tasks) {
    aw_value me = aw_current_task();
    CHECK(aw_is_task(me));
    aw_call_soon(log_current_task, aw_none());
    aw_value task = aw_create_task(ret(aw_none())), all = aw_all_tasks();
    CHECK_INT(2, aw_length(all));
    CHECK_SAME(me, aw_item(all, 0));
    CHECK_SAME(task, aw_item(all, 1));
    AW_AWAIT(task);
    CHECK_LOG("None");
    CHECK_SAME(me, aw_current_task());
    CHECK_INT(1, aw_length(aw_all_tasks()));
    return aw_none();
}

AW_ASYNC(c50_shared) {
    for (int i = 0; i < 3; i++) {
        LOG("%d%s", i, aw_task_name(aw_current_task()));
        AW_AWAIT(aw_sleep(0));
    }
    return aw_string("fin");
}

TEST_IN_LOOP(c50_one_coroutine_in_two_tasks) {
    aw_value c = ret(aw_int(1)), a = aw_create_task(c), b = aw_create_task(c);
    AW_AWAIT(ticks(1));
    CHECK_VALUE("1", aw_future_result(a));
    CHECK_RAISES(aw_future_result(b), "RuntimeError", "cannot reuse already awaited coroutine");
    c = c50_shared();
    a = aw_create_task_named(c, "a");
    b = aw_create_task_named(c, "b");
    AW_AWAIT(ticks(3));
    CHECK_LOG("0a 1b 2a");
    CHECK_VALUE("'fin'", aw_future_result(b));
    CHECK_VALUE("RuntimeError('cannot reuse already awaited coroutine')", aw_future_exception(a));
    return aw_none();
}

/* -- errors -- */

TEST_IN_LOOP(c53_everybody_gets_the_same_exception) {
    aw_value exception = aw_exception(AW_VALUE_ERROR, "v"), task = aw_create_task(raises(exception));
    CHECK_SAME(exception, CHECK_RAISES(aw_await(task), "ValueError", "v"));
    CHECK_SAME(exception, aw_future_exception(task));
    CHECK(!aw_future_cancelled(task));
    CHECK_SAME(exception, CHECK_RAISES(aw_await(task), "ValueError", "v"));
    return aw_none();
}

static aw_value c54_task;
AW_ASYNC(c54_main) {
    c54_task = aw_retain(aw_create_task(raises(aw_exception(AW_SYSTEM_EXIT, "3"))));
    aw_call_soon(log_it, aw_string("not in this run"));
    AW_AWAIT(ticks(3));
    return aw_none();
}

TEST(c54_system_exit_of_a_task_ends_the_run) {
    CHECK_RAISES(aw_run_until_complete(c54_main()), "SystemExit", "3");
    CHECK_LOG("");
    CHECK_VALUE("SystemExit('3')", aw_future_exception(c54_task));
    CHECK_NONE(aw_run_forever());
    CHECK_LOG("not in this run");
    aw_release(c54_task);
    end_leftovers();
}

TEST_IN_LOOP(c55_stop_iteration_and_generator_exit) {
    aw_value task = aw_create_task(raises(aw_exception(AW_STOP_ITERATION, "1")));
    CHECK_RAISES(aw_await(task), "RuntimeError", "coroutine raised StopIteration");
    task = aw_create_task(raises(aw_exception(AW_GENERATOR_EXIT, "")));
    CHECK_RAISES(aw_await(task), "GeneratorExit", "");
    CHECK_VALUE("GeneratorExit()", aw_future_exception(task));
    return aw_none();
}

AW_ASYNC(c56_yields, (aw_value, value)) {
    int before = iteration;
    aw_value r = aw_await(aw_suspend(value));
    AW_EXCEPT(r, AW_RUNTIME_ERROR, e) {
        const char *message = aw_str(e), *end = strstr(message, " name=");
        return aw_format("%.*s +%d", end ? (int)(end - message) : (int)strlen(message), message, iteration - before);
    }
    return r;
}

TEST_IN_LOOP(c56_what_a_task_may_not_yield) {
    CHECK_VALUE("'Task got bad yield: 123 +1'", AW_AWAIT(aw_create_task(c56_yields(aw_int(123)))));
    CHECK_VALUE("'yield was used instead of yield from in task <Task pending +1'", AW_AWAIT(aw_create_task(c56_yields(aw_future_new()))));
    CHECK_VALUE("'yield was used instead of yield from for generator in task <Task pending +1'",
                AW_AWAIT(aw_create_task(c56_yields(y(aw_none())))));
    CHECK_NONE(AW_AWAIT(aw_create_task(c56_yields(aw_none()))));
    return aw_none();
}

AW_ASYNC(c57_awaits_itself) {
    int before = iteration;
    aw_value r = aw_await(aw_current_task());
    AW_EXCEPT(r, AW_RUNTIME_ERROR, e) {
        const char *message = aw_str(e), *end = strstr(message, " name=");
        return aw_format("%.*s +%d", end ? (int)(end - message) : 0, message, iteration - before);
    }
    return r;
}

TEST_IN_LOOP(c57_a_task_cannot_await_itself) {
    CHECK_VALUE("'Task cannot await on itself: <Task pending +1'", AW_AWAIT(aw_create_task(c57_awaits_itself())));
    return aw_none();
}

AW_ASYNC(c59_awaits_item, (aw_value, list)) { return AW_AWAIT(aw_item(list, 0)); }
AW_ASYNC(c59_main) {
    aw_value a = aw_list_of(0, NULL), b = aw_list_of(0, NULL);
    aw_value t = aw_create_task(c59_awaits_item(b)), u = aw_create_task(c59_awaits_item(a));
    AW_TRY(aw_append(a, t));
    AW_TRY(aw_append(b, u));
    return AW_AWAIT(t);
}

TEST(c59_tasks_that_await_each_other_are_a_deadlock) {
    note_loop_errors();
    CHECK_RAISES(aw_run(c59_main()), "DeadlockError", NULL);
    for (int i = 0; i < 3; i++) CHECK_LOOP_ERROR("Task was destroyed but it is pending!: None (task)");
    CHECK_NO_LOOP_ERROR();
    aw_set_exception_handler(NULL);
}

TEST_IN_LOOP(c60_an_exception_that_was_never_retrieved) {
    AW_SCOPE {
        CHECK(aw_is_task(aw_create_task(raises(aw_exception(AW_VALUE_ERROR, "x")))));
        AW_AWAIT(ticks(2));
        CHECK_NO_LOOP_ERROR();
    }
    CHECK_LOOP_ERROR("Task exception was never retrieved: ValueError('x') (future)");
    return aw_none();
}

/* -- repr -- */

/* Does the repr begin so, and hold this text? */
static void check_repr(const char *file, int line, aw_value value, const char *begin, const char *middle) {
    const char *text = aw_repr(value);
    if (strncmp(text, begin, strlen(begin)) != 0 || !strstr(text, middle)) check_fail(file, line, "%s", text);
}

TEST_IN_LOOP(c62_repr) {
    aw_value future = aw_future_new(), task = aw_create_task_named(f(future), "n");
    AW_AWAIT(ticks(1));
    check_repr(CHECK_HERE, task, "<Task pending name='n' coro=<f() running at ", " wait_for=<Future pending cb=[Task.task_wakeup()]>>");
    aw_cancel(task);
    check_repr(CHECK_HERE, task, "<Task cancelling name='n' coro=<f() running at ", " wait_for=<Future cancelled>>");
    AW_AWAIT(ticks(1));
    check_repr(CHECK_HERE, task, "<Task cancelled name='n' coro=<f() done, defined at ", ">>");
    task = aw_create_task_named(ret(aw_int(1)), "r");
    AW_AWAIT(ticks(1));
    check_repr(CHECK_HERE, task, "<Task finished name='r' coro=<ret() done, defined at ", "> result=1>");
    task = aw_create_task_named(raises(aw_exception(AW_VALUE_ERROR, "x")), "x");
    AW_AWAIT(ticks(1));
    check_repr(CHECK_HERE, task, "<Task finished name='x' coro=<raises() done, defined at ", "> exception=ValueError('x')>");
    aw_cancel(task);
    return aw_none();
}
