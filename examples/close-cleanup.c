/* Try: send(None) twice, then close(): GeneratorExit is raised at the await, and both files are closed on the way out.
 * After a reset, throw an error instead, or close() before the first send: nothing was opened, nothing is closed. */
#include <aw/aw.h>
#include <stdio.h>

static void close_file(void *name) {
    printf("closed %s\n", (const char *)name);
}

AW_ASYNC(copy, (const char *, from), (const char *, to)) {
    printf("opened %s\n", from);
    AW_DEFER(close_file, from); // runs however the function is left
    printf("opened %s\n", to);
    AW_DEFER(close_file, to);

    for (int line = 1; line <= 3; line++) {
        aw_value result = aw_await(aw_suspend(aw_format("copied line %d", line)));
        AW_FINALLY(result) {
            printf("line %d is written\n", line);
        }
        AW_TRY(result);
    }
    return aw_int(3);
}
