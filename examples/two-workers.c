/* Two workers sleep at the same time, and gather() waits for both: two seconds in all, not three.
 * libawait run two-workers.c */
#include <aw/aw.h>
#include <stdio.h>
#include <string.h>

AW_ASYNC(say_after, (double, delay), (const char *, what)) {
    AW_AWAIT(aw_sleep(delay));
    puts(what);
    return aw_int((int64_t)strlen(what));
}

AW_ASYNC(main_coroutine) {
    double started = aw_time();
    aw_value lengths = AW_AWAIT(aw_gather(say_after(1, "hello"), say_after(2, "world")));
    printf("%s after %.0f seconds\n", aw_repr(lengths), aw_time() - started);
    return aw_none();
}
