/* Each allocation fails once of what waits for several tasks, and of async with. */
#include "awaitables.h"
#include "out-of-memory.h"

AW_ASYNC(group_worker, (const char *, name), (double, delay)) {
    AW_AWAIT(aw_sleep(delay));
    return aw_format("%s worked", name);
}
AW_ASYNC(oom_failing, (double, delay)) {
    AW_AWAIT(aw_sleep(delay));
    return aw_raise(AW_VALUE_ERROR, "it failed");
}

static aw_value run_virtually(aw_value main) {
    aw_set_virtual_clock(true);
    aw_value result = aw_run(main);
    aw_set_virtual_clock(false);
    return result;
}

AW_ASYNC(oom_gathering) {
    aw_value all = AW_AWAIT(aw_gather(group_worker("a", 2), group_worker("b", 1)));
    aw_value mixed = AW_AWAIT(aw_gather_exceptions(group_worker("c", 0), oom_failing(1)));
    if (aw_matches(aw_item(mixed, 0), AW_MEMORY_ERROR)) return aw_raise_exception(aw_item(mixed, 0));
    if (aw_matches(aw_item(mixed, 1), AW_MEMORY_ERROR)) return aw_raise_exception(aw_item(mixed, 1));
    aw_value r = aw_await(aw_gather(aw_gather(oom_failing(1)), group_worker("d", 3)));
    AW_EXCEPT(r, AW_VALUE_ERROR) { r = aw_string("failed"); }
    return AW_LIST(all, mixed, r);
}
static aw_value gathers(void) { return run_virtually(oom_gathering()); }

AW_ASYNC(oom_waits_for_many) {
    aw_value tasks = AW_LIST(aw_create_task(group_worker("a", 1)), aw_create_task(group_worker("b", 3)));
    aw_value both = AW_AWAIT(aw_wait(tasks, AW_ALL_COMPLETED, 2));
    aw_value r = aw_await(aw_wait_for(group_worker("c", 9), 1));
    AW_EXCEPT(r, AW_TIMEOUT_ERROR) { r = aw_string("timeout"); }
    AW_TRY(r);
    aw_value in_time = AW_AWAIT(aw_wait_for(aw_shield(group_worker("d", 1)), 2));
    aw_value list = AW_LIST(aw_int((int64_t)aw_length(aw_item(both, 0))), r, in_time);
    AW_EACH(next, aw_as_completed(AW_LIST(group_worker("e", 2), group_worker("f", 1)), 5)) { AW_TRY(aw_append(list, AW_AWAIT(next))); }
    return list;
}
static aw_value waits(void) { return run_virtually(oom_waits_for_many()); }

AW_ASYNC(oom_with_limit, (double, limit), (double, delay)) {
    AW_WITH(aw_timeout(limit)) { return AW_AWAIT(group_worker("in time", delay)); }
    return aw_none();
}
AW_ASYNC(oom_with_group, (bool, fails)) {
    aw_value a = aw_none();
    AW_WITH(aw_task_group_new(), group) {
        a = AW_TRY(aw_task_group_create_task(group, group_worker("a", 1)));
        if (fails) AW_TRY(aw_task_group_create_task_named(group, oom_failing(0), "failing"));
        AW_AWAIT(aw_sleep(2));
    }
    return aw_future_result(a);
}
AW_ASYNC(oom_with_blocks) {
    aw_value first = AW_AWAIT(oom_with_limit(5, 1)), second = aw_await(oom_with_limit(1, 5)), third = AW_AWAIT(oom_with_group(false));
    AW_EXCEPT(second, AW_TIMEOUT_ERROR) { second = aw_string("timeout"); }
    AW_TRY(second);
    aw_value fourth = aw_await(oom_with_group(true));
    AW_EXCEPT(fourth, AW_EXCEPTION_GROUP, e) {
        aw_value inner = aw_item(AW_TRY(aw_group_exceptions(e)), 0);
        if (aw_matches(inner, AW_MEMORY_ERROR)) return aw_raise_exception(inner);
        aw_value matching, rest;
        AW_TRY(aw_group_split(e, AW_VALUE_ERROR, &matching, &rest));
        fourth = AW_LIST(aw_string(aw_traceback(e)), matching, rest);
        if (!aw_is_error(fourth)) fourth = aw_item(fourth, 1);
    }
    AW_TRY(fourth);
    return AW_LIST(first, second, third, fourth);
}
static aw_value blocks(void) { return run_virtually(oom_with_blocks()); }

TEST_OOM(gathers, "[['a worked', 'b worked'], ['c worked', ValueError('it failed')], 'failed']")
TEST_OOM(waits, "[1, 'timeout', 'd worked', 'f worked', 'e worked']")
TEST_OOM(blocks, "['in time worked', 'timeout', 'a worked', ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('it failed')])]")
