/* The report of a deadlock, and the lists of mistakes. */
#include "in_loop.h"

#include <stdio.h>
#include <string.h>

#line 10 "app.c"
AW_ASYNC(dl_inner, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }
AW_ASYNC(dl_outer, (aw_value, awaitable)) { return AW_AWAIT(dl_inner(awaitable)); }
AW_ASYNC(dl_locks, (aw_value, first), (aw_value, second)) {
    AW_WITH(first) {
        AW_AWAIT(aw_sleep(0));
        AW_WITH(second) { AW_AWAIT(aw_sleep(0)); }
    }
    return aw_none();
}
AW_ASYNC(dl_main) {
    aw_value a = aw_lock_new(), b = aw_lock_new();
    aw_task_set_name(aw_current_task(), "main");
    aw_value left = aw_create_task_named(dl_locks(a, b), "left"), right = aw_create_task_named(dl_locks(b, a), "right");
    return AW_AWAIT(aw_gather(left, right));
}
AW_ASYNC(dl_forgets) {
    aw_is_none(dl_inner(aw_none()));
    return aw_none();
}
AW_ASYNC(dl_fails) { return aw_raise(AW_VALUE_ERROR, "no"); }
AW_ASYNC(dl_forgets_error) {
    aw_task_set_name(AW_TRY(aw_create_task(dl_fails())), "failing");
    AW_AWAIT(aw_sleep(0));
    return aw_none();
}
AW_ASYNC(dl_stubborn) {
    aw_value r = aw_await(aw_future_new());
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {}
    return AW_AWAIT(aw_future_new());
}
#line 40 "tests/c/deadlock.c"

TEST(deadlock_of_locks) {
    CHECK_RAISES(aw_run(dl_main()), "DeadlockError",
                 "nothing can ever go on: no task is ready, no timer is set, and no host operation is pending\n"
                 "  main waits for gather of 2: left, right\n"
                 "    at dl_main (app.c:23)\n"
                 "  left waits for Lock, held by right\n"
                 "    at dl_locks (app.c:15)\n"
                 "  right waits for Lock, held by left\n"
                 "    at dl_locks (app.c:15)\n"
                 "left and right wait for each other.");
}

AW_ASYNC(dl_deep, (int, depth)) {
    if (depth == 0) return AW_AWAIT(aw_future_new());
    return AW_AWAIT(dl_deep(depth - 1));
}

TEST(deadlock_of_a_long_chain) {
    aw_value error = aw_run(dl_deep(1000));
    const char *text = aw_str(aw_caught(error));
    CHECK(strstr(text, "    … 981 more …\n") != NULL);
    CHECK(strlen(text) < 1500);
}

TEST(mistakes_are_kept) {
    aw_record_mistakes(true);
    CHECK_VALUE("[]", aw_never_awaited());
    CHECK_NONE(aw_run(dl_forgets()));
    CHECK_WARNING("coroutine 'dl_inner' was never awaited");
    CHECK_VALUE("[\"coroutine 'dl_inner' was never awaited\\n  defined at app.c:10\"]", aw_never_awaited());
    note_loop_errors();
    AW_SCOPE { CHECK_NONE(aw_run(dl_forgets_error())); }
    CHECK_LOOP_ERROR("Task exception was never retrieved: ValueError('no') (future)");
    CHECK_TEXT("Task exception was never retrieved: <Task finished name='failing' coro=<dl_fails() done, defined at app.c:29> exception=ValueError('no')>\n"
               "Traceback (most recent call last):\n  File \"app.c\", line 29, in dl_fails\nValueError: no",
               aw_as_string(aw_item(aw_never_retrieved(), 0)));
    CHECK_VALUE("[]", aw_destroyed_pending());
    aw_record_mistakes(false);
    CHECK_VALUE("[]", aw_never_retrieved());
    aw_set_exception_handler(NULL);
}

TEST(mistakes_with_their_origin) {
    aw_record_mistakes(true);
    CHECK_NONE(aw_set_coroutine_origin_tracking_depth(3));
    CHECK_NONE(aw_run(dl_forgets()));
    CHECK_NONE(aw_set_coroutine_origin_tracking_depth(0));
    CHECK_WARNING_BEGINS("coroutine 'dl_inner' was never awaited");
    CHECK_TEXT("coroutine 'dl_inner' was never awaited\nCoroutine created at (most recent call last)\n  File \"app.c\", line 25, in dl_forgets",
               aw_as_string(aw_item(aw_never_awaited(), 0)));
    aw_record_mistakes(false);
}

TEST(mistakes_of_tasks_that_are_dropped) {
    aw_record_mistakes(true);
    note_loop_errors();
    AW_SCOPE { CHECK_RAISES(aw_run(dl_stubborn()), "DeadlockError", NULL); }
    CHECK_LOOP_ERROR("Task was destroyed but it is pending!: None (task)");
    CHECK_INT(1, aw_length(aw_destroyed_pending()));
    const char *text = aw_as_string(aw_item(aw_destroyed_pending(), 0));
    CHECK(text && strncmp(text, "Task was destroyed but it is pending!: <Task ", 45) == 0);
    aw_set_exception_handler(NULL);
    aw_record_mistakes(false);
}
