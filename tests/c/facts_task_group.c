/* C136 to C151, C164, C165, C173, C182, C183: task groups, and exception groups. */
#include "awaitables.h"
#include "in_loop.h"

#include <string.h>

AW_ASYNC(t_work, (const char *, name), (double, delay), (aw_value, exception)) {
    aw_value r = aw_await(aw_sleep(delay));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {
        LOG("!%s", name);
        return aw_reraise();
    }
    AW_TRY(r);
    LOG("%s", name);
    return aw_is_none(exception) ? aw_string(name) : aw_raise_exception(exception);
}
static aw_value works(const char *name, double delay) { return t_work(name, delay, aw_none()); }
static aw_value fails(const char *name, double delay) { return t_work(name, delay, aw_exception(AW_VALUE_ERROR, "%s", name)); }
#define START(group, coroutine) AW_TRY(aw_task_group_create_task((group), (coroutine)))
#define UNHANDLED "ExceptionGroup('unhandled errors in a TaskGroup', "
static int cancelling(void) { return (int)aw_task_cancelling(aw_current_task()); }

/* async with TaskGroup() as g: starts both; await body. What leaves the block. */
static aw_value group_of(aw_value first, aw_value second, aw_value body) {
    aw_value r = aw_none();
    AW_WITH_INTO(r, aw_task_group_new(), g) {
        r = aw_task_group_create_task(g, first);
        if (aw_is_error(r)) break;
        if (!aw_is_none(second)) r = aw_task_group_create_task(g, second);
        if (aw_is_error(r)) break;
        r = aw_is_none(body) ? aw_none() : aw_await(body);
    }
    return r;
}

TEST_IN_LOOP(c136_c151_the_block_waits) {
    aw_value a = aw_none(), g = aw_task_group_new();
    CHECK_VALUE("<TaskGroup>", g);
    AW_WITH(g) {
        CHECK_VALUE("<TaskGroup entered>", g);
        a = START(g, works("a", 2));
        AW_TRY(aw_task_group_create_task_named(g, works("b", 1), "named"));
        CHECK_VALUE("<TaskGroup tasks=2 entered>", g);
        CHECK_LOG("");
    }
    CHECK(aw_time() == 2);
    CHECK_VALUE("'a'", aw_future_result(a));
    CHECK_VALUE("<TaskGroup entered>", g);
    CHECK_LOG("b a");
    return aw_none();
}

TEST_IN_LOOP(c137_c138_a_child_fails) {
    aw_value e = CHECK_RAISES(group_of(works("slow", 9), fails("bad", 1), aw_sleep(99)), "ExceptionGroup", "unhandled errors in a TaskGroup (1 sub-exception)");
    CHECK_VALUE(UNHANDLED "[ValueError('bad')])", e);
    CHECK_NONE(aw_exception_cause(e));
    CHECK(aw_exception_suppress_context(e));
    CHECK_INT(0, cancelling());
    CHECK_LOG("bad !slow");
    e = CHECK_RAISES(group_of(fails("x", 1), fails("y", 1), aw_none()), "ExceptionGroup", NULL);
    CHECK_VALUE("(ValueError('x'), ValueError('y'))", aw_group_exceptions(e));
    CHECK_LOG("x y");
    return aw_none();
}

TEST_IN_LOOP(c139_the_body_fails) {
    aw_value body = aw_exception(AW_KEY_ERROR, "body");
    aw_value e = CHECK_RAISES(group_of(fails("a", 0), aw_none(), f(f(raises(body)))), "ExceptionGroup", NULL);
    CHECK_VALUE("(KeyError('body'),)", aw_group_exceptions(e)); /* `a` had not begun */
    e = CHECK_RAISES(group_of(works("slow", 9), aw_none(), t_work("body", 1, body)), "ExceptionGroup", NULL);
    CHECK_VALUE("(KeyError('body'),)", aw_group_exceptions(e));
    CHECK_LOG("body !slow");
    return aw_none();
}

AW_ASYNC(t_group_of, (aw_value, first), (aw_value, second), (aw_value, body)) { return group_of(first, second, body); }

TEST_IN_LOOP(c140_cancelled_from_outside) {
    aw_value task = aw_create_task(t_group_of(works("a", 9), works("b", 9), aw_none()));
    AW_AWAIT(ticks(2));
    aw_cancel_with(task, aw_string("m"));
    CHECK_RAISES(aw_await(task), "CancelledError", "m");
    CHECK_LOG("!a !b");
    task = aw_create_task(t_group_of(works("a", 9), fails("bad", 0), aw_none()));
    AW_AWAIT(ticks(2));
    aw_cancel(task);
    CHECK_RAISES(aw_await(task), "ExceptionGroup", NULL);
    CHECK_LOG("bad !a");
    return aw_none();
}

TEST_IN_LOOP(c141_c182_the_parent_is_uncancelled) {
    CHECK_RAISES(group_of(fails("a", 0), aw_none(), aw_sleep(9)), "ExceptionGroup", NULL);
    CHECK_INT(0, cancelling());
    AW_AWAIT(aw_sleep(1));
    CHECK_RAISES(group_of(fails("a", 0), works("b", 9), aw_none()), "ExceptionGroup", NULL);
    CHECK_INT(1, cancelling()); /* it failed while the parent waited at the end of the block: a quirk of 3.11 */
    AW_AWAIT(aw_sleep(1));
    CHECK_LOG("a a !b");
    return aw_none();
}

TEST_IN_LOOP(c142_a_cancelled_child_is_no_error) {
    aw_value a = aw_none();
    AW_WITH(aw_task_group_new(), g) {
        a = START(g, works("a", 9));
        START(g, works("b", 1));
        START(g, raises(aw_exception(AW_CANCELLED_ERROR, "")));
        AW_AWAIT(ticks(1));
        AW_TRY(aw_cancel(a));
    }
    CHECK(aw_future_cancelled(a));
    CHECK_LOG("!a b");
    return aw_none();
}

static const aw_kind other = {"Other", AW_BASE_EXCEPTION};
TEST_IN_LOOP(c143_c145_base_exceptions) {
    aw_value exit = aw_exception(AW_SYSTEM_EXIT, "1");
    CHECK_SAME(exit, CHECK_RAISES(group_of(works("a", 9), aw_none(), f(raises(exit))), "SystemExit", "1"));
    aw_value e = CHECK_RAISES(group_of(works("a", 9), t_work("x", 0, aw_exception(&other, "o")), aw_none()), "BaseExceptionGroup", NULL);
    CHECK_VALUE("(Other('o'),)", aw_group_exceptions(e));
    CHECK_LOG("x !a");
    return aw_none();
}

TEST_IN_LOOP(c146_the_body_goes_on) {
    aw_value r = aw_none();
    AW_WITH_INTO(r, aw_task_group_new(), g) {
        START(g, fails("bad", 0));
        aw_value slept = aw_await(aw_sleep(9));
        AW_EXCEPT(slept, AW_CANCELLED_ERROR) { LOG("swallowed"); }
    }
    CHECK_RAISES(r, "ExceptionGroup", NULL);
    CHECK_LOG("bad swallowed");
    return aw_none();
}

AW_ASYNC(t_starts, (aw_value, g)) {
    AW_AWAIT(aw_sleep(1));
    START(g, works("grandchild", 1));
    return aw_none();
}
TEST_IN_LOOP(c147_c149_children_of_children) {
    AW_WITH(aw_task_group_new(), g) { START(g, t_starts(g)); }
    CHECK_LOG("grandchild");
    CHECK(aw_time() == 2);
    aw_value e = CHECK_RAISES(group_of(t_group_of(fails("inner", 0), aw_none(), aw_none()), aw_none(), aw_none()), "ExceptionGroup", NULL);
    CHECK_VALUE("(" UNHANDLED "[ValueError('inner')]),)", aw_group_exceptions(e));
    CHECK_LOG("inner");
    return aw_none();
}

TEST_IN_LOOP(c148_c165_what_it_refuses) {
    aw_value g = aw_task_group_new(), c = ret(aw_none()), r = aw_none();
    CHECK_RAISES(aw_task_group_create_task(g, c), "RuntimeError", "TaskGroup <TaskGroup> has not been entered");
    AW_WITH(g) { CHECK_RAISES(aw_await(aw_aenter(g)), "RuntimeError", "TaskGroup <TaskGroup entered> has already been entered"); }
    CHECK_RAISES(aw_task_group_create_task(g, c), "RuntimeError", "TaskGroup <TaskGroup entered> is finished");
    AW_WITH_INTO(r, aw_task_group_new(), h) {
        START(h, fails("bad", 0));
        r = aw_await(aw_sleep(9));
        CHECK_RAISES(aw_task_group_create_task(h, c), "RuntimeError", "TaskGroup <TaskGroup errors=1 cancelling> is shutting down");
    }
    CHECK_RAISES(r, "ExceptionGroup", NULL);
    CHECK_RAISES(aw_task_group_create_task(aw_int(1), c), "TypeError", "a TaskGroup was expected, got int");
    CHECK_LOG("bad");
    return AW_AWAIT(c);
}

TEST_IN_LOOP(c164_c183_siblings_begin_before_they_are_cancelled) {
    CHECK_RAISES(group_of(f(raises(aw_exception(AW_VALUE_ERROR, "first"))), works("sibling", 9), works("body", 9)), "ExceptionGroup", NULL);
    CHECK_LOG("!sibling !body");
    return aw_none();
}

TEST_IN_LOOP(many_tasks) {
    AW_WITH(aw_task_group_new(), g) {
        AW_FOR(int i = 0; i < 3000; i++) START(g, ret(aw_int(i)));
    }
    return aw_none();
}

/* -- exception groups by themselves -- */

TEST(making_groups) {
    aw_value v = aw_exception(AW_VALUE_ERROR, "v"), base = aw_exception(AW_KEYBOARD_INTERRUPT, "");
    CHECK_VALUE("ExceptionGroup('m', [ValueError('v')])", aw_exception_group("m", AW_LIST(v)));
    CHECK_VALUE("BaseExceptionGroup('m', [ValueError('v'), KeyboardInterrupt()])", aw_exception_group("m", AW_LIST(v, base)));
    CHECK_TEXT("m (2 sub-exceptions)", aw_str(aw_exception_group("m", AW_LIST(v, base))));
    CHECK(aw_matches(aw_exception_group("m", AW_LIST(v)), AW_BASE_EXCEPTION_GROUP));
    CHECK(!aw_matches(aw_exception_group("m", AW_LIST(base)), AW_EXCEPTION));
    CHECK_RAISES(aw_exception_group("m", aw_list_of(0, NULL)), "ValueError", "second argument (exceptions) must be a non-empty sequence");
    CHECK_RAISES(aw_exception_group("m", aw_int(5)), "TypeError", "second argument (exceptions) must be a sequence");
    CHECK_RAISES(aw_exception_group("m", AW_LIST(aw_int(1))), "ValueError", "Item 0 of second argument (exceptions) is not an exception");
    CHECK_VALUE("()", aw_group_exceptions(v));
}

/* A result that makes a task of the group when it is let go. */
static aw_value growing, late;
static int results_gone;
static void result_fini(void *unused) {
    (void)unused;
    if (++results_gone == 1) late = aw_retain(aw_task_group_create_task(growing, works("late", 9)));
}
static const aw_object_type result_type = {.name = "Result", .fini = result_fini};
AW_ASYNC(gives_result) { return aw_object_new(&result_type, 1); }

static aw_value growing_group(void) {
    aw_value r = aw_none();
    AW_WITH_INTO(r, aw_task_group_new(), g) {
        growing = g;
        AW_SCOPE {
            for (int i = 0; i < 40; i++) AW_TRY(aw_task_group_create_task(g, gives_result()));
        }
        r = aw_task_group_create_task(g, fails("bad", 1));
    }
    return r;
}

TEST_IN_LOOP(a_task_made_while_the_group_forgets_others_is_kept) {
    results_gone = 0;
    late = aw_none();
    CHECK_RAISES(growing_group(), "ExceptionGroup", NULL);
    CHECK(aw_time() == 1);
    CHECK_LOG("bad !late");
    CHECK(aw_future_cancelled(late));
    CHECK_INT(40, results_gone);
    aw_release(late);
    return aw_none();
}

TEST(splitting_groups) {
    aw_value inner = aw_exception_group("n", AW_LIST(aw_exception(AW_TYPE_ERROR, "t"), aw_exception(AW_VALUE_ERROR, "b")));
    aw_value g = aw_exception_group("m", AW_LIST(aw_exception(AW_VALUE_ERROR, "a"), inner)), matching, rest;
    CHECK_NONE(aw_group_split(g, AW_VALUE_ERROR, &matching, &rest));
    CHECK_VALUE("ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [ValueError('b')])])", matching);
    CHECK_VALUE("ExceptionGroup('m', [ExceptionGroup('n', [TypeError('t')])])", rest);
    CHECK_NONE(aw_group_split(g, AW_OS_ERROR, &matching, &rest));
    CHECK_NONE(matching);
    CHECK_VALUE("ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [TypeError('t'), ValueError('b')])])", rest);
    CHECK_NONE(aw_group_split(g, AW_EXCEPTION_GROUP, &matching, &rest));
    CHECK_SAME(g, matching);
    CHECK_NONE(rest);
    CHECK_RAISES(aw_group_split(aw_int(1), AW_OS_ERROR, &matching, &rest), "TypeError", "an exception group was expected, not int");
}

TEST(how_groups_are_printed) {
    aw_value cause = aw_raise_from(aw_exception(AW_OS_ERROR, "two\nlines"), aw_exception(AW_KEY_ERROR, "k"));
    aw_value g = aw_exception_group("outer", AW_LIST(aw_caught(cause), aw_exception_group("inner", AW_LIST(aw_exception(AW_TYPE_ERROR, "t")))));
    CHECK_TEXT("  | ExceptionGroup: outer (2 sub-exceptions)\n"
               "  +-+---------------- 1 ----------------\n"
               "    | KeyError: 'k'\n"
               "    | \n"
               "    | The above exception was the direct cause of the following exception:\n"
               "    | \n"
               "    | OSError: two\n"
               "    | lines\n"
               "    +---------------- 2 ----------------\n"
               "    | ExceptionGroup: inner (1 sub-exception)\n"
               "    +-+---------------- 1 ----------------\n"
               "      | TypeError: t\n"
               "      +------------------------------------",
               aw_traceback(g));
    aw_value many = aw_list_of(0, NULL);
    for (int i = 0; i < 17; i++) aw_append(many, aw_exception(AW_VALUE_ERROR, "%d", i));
    const char *text = aw_traceback(aw_exception_group("many", many)), *end = "    +---------------- ... ----------------\n"
                                                                             "    | and 2 more exceptions\n"
                                                                             "    +------------------------------------";
    CHECK_TEXT(end, text + strlen(text) - strlen(end));
}
