/* A deadline for a block: when it has passed, what waits inside is cancelled, cleans up, and the block ends with TimeoutError.
 * Try: give the download more time. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(download, (double, seconds)) {
    aw_value slept = aw_await(aw_sleep(seconds));
    AW_FINALLY(slept) { puts("closing the connection"); }
    AW_TRY(slept);
    return aw_string("the page");
}

static aw_value download_within(double limit) {
    AW_WITH(aw_timeout(limit)) { return AW_AWAIT(download(10)); }
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    aw_value page = download_within(1);
    AW_EXCEPT(page, AW_TIMEOUT_ERROR) { puts("too slow"); }
    return AW_TRY(page);
}
