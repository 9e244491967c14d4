/* C114 to C126, C184: gather. */
#include "awaitables.h"
#include "in_loop.h"

AW_ASYNC(g_work, (const char *, name), (double, delay), (aw_value, exception)) {
    LOG("+%s", name);
    aw_value r = aw_await(aw_sleep(delay));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        LOG("!%s%s", name, aw_repr(aw_exception_args(e)));
        return aw_reraise();
    }
    AW_TRY(r);
    LOG("-%s", name);
    return aw_is_none(exception) ? aw_string(name) : aw_raise_exception(exception);
}
static aw_value works(const char *name, double delay) { return g_work(name, delay, aw_none()); }
static aw_value fails(const char *name, double delay) { return g_work(name, delay, aw_exception(AW_VALUE_ERROR, "%s", name)); }

TEST_IN_LOOP(c114_gather_of_nothing_is_done) {
    aw_value g = aw_gather_of(0, NULL, false);
    CHECK(aw_future_done(g));
    int before = iteration;
    CHECK_VALUE("[]", AW_AWAIT(g));
    CHECK_INT(0, iteration - before);
    return aw_none();
}

TEST_IN_LOOP(c115_coroutines_become_tasks_at_once) {
    aw_value g = aw_gather(works("a", 2), works("b", 1));
    CHECK_VALUE("<_GatheringFuture pending>", g);
    AW_AWAIT(ticks(1));
    CHECK_LOG("+a +b");
    CHECK_VALUE("['a', 'b']", AW_AWAIT(g));
    CHECK_LOG("-b -a");
    return aw_none();
}

TEST_IN_LOOP(c116_the_first_error_ends_it) {
    CHECK_RAISES(aw_await(aw_gather(works("a", 2), fails("b", 1), fails("c", 3))), "ValueError", "b");
    CHECK_LOG("+a +b +c -b");
    AW_AWAIT(aw_sleep(5));
    CHECK_LOG("-a -c"); /* the later error counts as retrieved */
    return aw_none();
}

TEST_IN_LOOP(c117_c184_return_exceptions) {
    aw_value t = aw_create_task(works("t", 9)), f = aw_future_new();
    aw_value g = aw_gather_exceptions(fails("a", 1), works("b", 2), t, f);
    AW_AWAIT(ticks(1));
    aw_cancel_with(t, aw_string("lost"));
    aw_cancel_with(f, aw_string("kept"));
    CHECK_VALUE("[ValueError('a'), 'b', CancelledError(''), CancelledError('kept')]", AW_AWAIT(g));
    CHECK_LOG("+t +a +b !t('lost',) -a -b");
    return aw_none();
}

AW_ASYNC(g_awaits, (aw_value, awaitable)) { return AW_AWAIT(aw_gather(awaitable)); }

TEST_IN_LOOP(c118_c119_a_cancelled_child) {
    aw_value t = aw_create_task(works("t", 9)), g = aw_gather(t), awaiter = aw_create_task(g_awaits(t));
    AW_AWAIT(ticks(2));
    aw_cancel_with(t, aw_string("m"));
    AW_AWAIT(ticks(4));
    CHECK(aw_future_done(g) && !aw_future_cancelled(g));
    CHECK_VALUE("CancelledError('m')", aw_future_exception(g));
    CHECK_RAISES(aw_await(g), "CancelledError", "m");
    CHECK(aw_future_cancelled(awaiter));
    CHECK_INT(0, aw_task_cancelling(awaiter));
    CHECK_LOG("+t !t('m',)");
    return aw_none();
}

TEST_IN_LOOP(c120_the_same_twice) {
    aw_value c = works("c", 0), f = aw_future_new();
    aw_future_set_result(f, aw_string("F"));
    CHECK_VALUE("['c', 'F', 'c', 'F', 'F']", AW_AWAIT(aw_gather(c, f, c, f, f)));
    CHECK_LOG("+c -c");
    return aw_none();
}

TEST_IN_LOOP(c121_cancel_reaches_the_children) {
    aw_value a = aw_create_task(works("a", 9)), b = aw_create_task(ret(aw_none())), g = aw_gather(a, b);
    AW_AWAIT(ticks(2));
    CHECK_VALUE("True", aw_cancel_with(g, aw_string("m")));
    CHECK(!aw_future_done(g));
    CHECK_RAISES(aw_await(g), "CancelledError", "m");
    CHECK(!aw_future_cancelled(g));
    CHECK_VALUE("False", aw_cancel(g));
    CHECK_LOG("+a !a('m',)");
    return aw_none();
}

AW_ASYNC(g_swallows, (double, more)) {
    aw_value r = aw_await(aw_sleep(100));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) { AW_AWAIT(aw_sleep(more)); }
    LOG("swallowed");
    return aw_none();
}
AW_ASYNC(g_awaits_two, (aw_value, a), (aw_value, b), (bool, return_exceptions)) {
    return AW_AWAIT(aw_gather_list(AW_LIST(a, b), return_exceptions));
}

TEST_IN_LOOP(c122_cancelling_the_awaiter) {
    aw_value awaiter = aw_create_task(g_awaits_two(works("a", 9), g_swallows(1), false));
    AW_AWAIT(ticks(2));
    aw_cancel(awaiter);
    CHECK_RAISES(aw_await(awaiter), "CancelledError", "");
    CHECK(aw_time() == 0); /* at the first child's end */
    AW_AWAIT(aw_sleep(2));
    CHECK_LOG("+a !a() swallowed");
    awaiter = aw_create_task(g_awaits_two(g_swallows(1), g_swallows(3), true));
    AW_AWAIT(ticks(2));
    aw_cancel(awaiter);
    CHECK_RAISES(aw_await(awaiter), "CancelledError", "");
    CHECK(aw_time() == 5); /* at the last one's, though both swallowed it */
    CHECK_LOG("swallowed swallowed");
    return aw_none();
}

TEST_IN_LOOP(c123_a_gather_that_failed_cancels_nobody) {
    aw_value slow = aw_create_task(works("slow", 2)), g = aw_gather(slow, fails("bad", 1));
    CHECK_RAISES(aw_await(g), "ValueError", "bad");
    CHECK_VALUE("False", aw_cancel(g));
    CHECK_VALUE("'slow'", AW_AWAIT(slow));
    CHECK_LOG("+slow +bad -bad -slow");
    return aw_none();
}

TEST_IN_LOOP(c124_what_cannot_be_gathered) {
    CHECK_RAISES(aw_gather(aw_int(1)), "TypeError", "An asyncio.Future, a coroutine or an awaitable is required");
    CHECK_RAISES(aw_gather(works("a", 0), aw_none()), "TypeError", "An asyncio.Future, a coroutine or an awaitable is required");
    AW_AWAIT(ticks(2));
    CHECK_LOG("+a -a"); /* it was a task by then */
    CHECK_RAISES(aw_gather_list(aw_int(1), false), "TypeError", "a list was expected, got int");
    return aw_none();
}

TEST_IN_LOOP(c125_futures_that_are_done_cost_two_iterations) {
    aw_value f = aw_future_new();
    aw_future_set_result(f, aw_int(1));
    int before = iteration;
    CHECK_VALUE("[1]", AW_AWAIT(aw_gather(f)));
    CHECK_INT(2, iteration - before);
    return aw_none();
}

TEST_IN_LOOP(c126_never_retrieved) {
    AW_SCOPE { (void)aw_gather(fails("bad", 0)).bits; }
    AW_AWAIT(ticks(4));
    CHECK_LOOP_ERROR("_GatheringFuture exception was never retrieved: ValueError('bad') (future)");
    CHECK_LOG("+bad -bad");
    return aw_none();
}

TEST_IN_LOOP(many_children) {
    aw_value list = aw_list_of(0, NULL);
    for (int i = 0; i < 2000; i++) AW_TRY(aw_append(list, ret(aw_int(i))));
    aw_value results = AW_AWAIT(aw_gather_list(list, false));
    CHECK_INT(2000, aw_length(results));
    CHECK_VALUE("1999", aw_item(results, 1999));
    return aw_none();
}
