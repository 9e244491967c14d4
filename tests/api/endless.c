/* What does not come back, and what only takes its time. */
#include <aw/aw.h>

volatile int turns;

AW_ASYNC(spins) {
    AW_AWAIT(aw_suspend(aw_int(1)));
    for (;;) turns++;
}

AW_ASYNC(awaits_it) { return AW_AWAIT(spins()); }

AW_ASYNC(spins_in_a_task) {
    AW_AWAIT(aw_sleep(1));
    for (;;);
}

/* Suspends often, and ends. */
AW_ASYNC(takes_its_time, (int, rounds)) {
    int sum = 0;
    for (int i = 0; i < rounds; i++) {
        for (int j = 0; j < 1000; j++) sum += turns;
        AW_AWAIT(aw_suspend(aw_int(i)));
    }
    return aw_int(sum);
}
