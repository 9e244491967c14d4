/* An asynchronous generator waits, and yields one item after the other to an async for. A loop that is left early leaves it suspended; aclosing() closes it
 * there and then, so that its cleanup has run when the block ends.
 * libawait run async-countdown.c */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC_GENERATOR(countdown, (int, from)) {
    aw_value r = aw_none();
    for (int n = from; n > 0 && !aw_is_error(r); n--) {
        AW_AWAIT(aw_sleep(1));
        r = aw_yield(aw_int(n));
    }
    AW_FINALLY(r) {
        AW_AWAIT(aw_sleep(0.5));
        puts("the clock is put away");
    }
    return r;
}

AW_ASYNC(main_coroutine) {
    double started = aw_time();
    AW_ASYNC_FOR(n, countdown(3)) { printf("%s ...\n", aw_repr(n)); }
    puts("lift-off");
    AW_WITH(aw_aclosing(countdown(10)), numbers) {
        AW_ASYNC_FOR(n, numbers) {
            printf("%s ...\n", aw_repr(n));
            if (aw_as_int(n) == 9) break;
        }
    }
    printf("called off after %.1f seconds\n", aw_time() - started);
    return aw_none();
}
