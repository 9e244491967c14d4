/* A task fails, and nobody awaits it: its error is lost. When the task is let go, that is told.
 * libawait run unseen-error.c (try: await the task) */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(send_mail, (const char *, to)) {
    AW_AWAIT(aw_sleep(0.5));
    return aw_raise(AW_VALUE_ERROR, "%s is no address", to);
}

AW_ASYNC(main_coroutine) {
    AW_SCOPE {
        aw_value task = aw_create_task(send_mail("nobody")); // should be awaited
        (void)task;
    }
    AW_AWAIT(aw_sleep(1));
    puts("all is well, it seems");
    return aw_none();
}
