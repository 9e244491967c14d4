/* A forgotten await: save() makes a coroutine, and nobody runs it. The draft is never saved, and a warning says so.
 * libawait run forgotten-await.c */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(save, (const char *, name)) {
    AW_AWAIT(aw_sleep(0));
    printf("saved %s\n", name);
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    AW_SCOPE {
        aw_value draft = save("the draft"); // should be AW_AWAIT(save("the draft"))
        (void)draft;
    }
    AW_AWAIT(save("the letter"));
    puts("done");
    return aw_none();
}
