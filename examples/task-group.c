/* A group of tasks lives as long as its block. One of them fails: the others are cancelled, and the block ends with a group of all that went wrong. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(fetch, (const char *, what), (double, seconds)) {
    aw_value slept = aw_await(aw_sleep(seconds));
    AW_EXCEPT(slept, AW_CANCELLED_ERROR) {
        printf("%s: cancelled\n", what);
        return aw_reraise();
    }
    AW_TRY(slept);
    if (seconds == 2) return aw_raise(AW_VALUE_ERROR, "%s is broken", what);
    printf("%s: done\n", what);
    return aw_none();
}

static aw_value fetch_all(void) {
    AW_WITH(aw_task_group_new(), group) {
        AW_TRY(aw_task_group_create_task(group, fetch("text", 1)));
        AW_TRY(aw_task_group_create_task(group, fetch("picture", 2)));
        AW_TRY(aw_task_group_create_task(group, fetch("film", 3)));
        puts("all are on their way");
    }
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    aw_value fetched = fetch_all();
    AW_EXCEPT(fetched, AW_EXCEPTION_GROUP, group) { printf("%s: %s\n", aw_str(group), aw_repr(aw_group_exceptions(group))); }
    return AW_TRY(fetched);
}
