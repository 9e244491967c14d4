/* Two philosophers, two forks: each takes one and waits for the other. Nobody can ever go on, and run() ends with a report of who waits for whom.
 * libawait run deadlock.c */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(dine, (const char *, name), (aw_value, left), (aw_value, right)) {
    AW_WITH(left) {
        printf("%s has a fork\n", name);
        AW_AWAIT(aw_sleep(1));
        AW_WITH(right) { printf("%s eats\n", name); }
    }
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    aw_value one = aw_lock_new(), two = aw_lock_new();
    return AW_AWAIT(aw_gather(dine("Kant", one, two), dine("Hegel", two, one)));
}
