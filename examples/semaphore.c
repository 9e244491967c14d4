/* Ten downloads, of which a semaphore lets three go on at a time.
 * libawait run semaphore.c */
#include <aw/aw.h>
#include <stdio.h>

static int active, most;

AW_ASYNC(download, (aw_value, semaphore), (int, number)) {
    AW_WITH(semaphore) {
        if (++active > most) most = active;
        printf("%2d begins, %d active\n", number, active);
        AW_AWAIT(aw_sleep(0.1 * (number % 3 + 1) + 0.01 * number));
        active--;
    }
    return aw_int(number);
}

AW_ASYNC(main_coroutine) {
    active = most = 0;
    aw_value semaphore = aw_semaphore_new(3), downloads = aw_list_of(0, NULL);
    for (int i = 1; i <= 10; i++) AW_TRY(aw_append(downloads, download(semaphore, i)));
    aw_value numbers = AW_AWAIT(aw_gather_list(downloads, false));
    printf("%s, at most %d at a time\n", aw_repr(numbers), most);
    return aw_none();
}
