/* Programs for the page's tests: many tasks, and calls that never come back. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(worker, (int, number), (int, rounds)) {
    for (int i = 0; i < rounds; i++) AW_AWAIT(aw_sleep(0.5 + number * 0.01));
    return aw_int(number);
}

AW_ASYNC(crowd, (int, size), (int, rounds)) {
    aw_value all[1000];
    for (int i = 0; i < size; i++) all[i] = aw_create_task(worker(i, rounds));
    return AW_AWAIT(aw_gather_of(size, all, false));
}

AW_ASYNC(customer, (aw_value, lock)) {
    AW_AWAIT(aw_lock_acquire(lock));
    AW_AWAIT(aw_sleep(1));
    AW_TRY(aw_lock_release(lock));
    return aw_none();
}

/* All of them stand in one queue. */
AW_ASYNC(counter, (int, size)) {
    aw_value all[1000], lock = aw_lock_new();
    for (int i = 0; i < size; i++) all[i] = aw_create_task(customer(lock));
    return AW_AWAIT(aw_gather_of(size, all, false));
}

AW_ASYNC(endless, (int, first)) {
    for (int i = 0; i < first; i++) AW_AWAIT(aw_suspend(aw_int(i)));
    puts("now it spins");
    for (volatile int i = 0;; i++) { }
}

AW_ASYNC(traps) {
    AW_AWAIT(aw_suspend(aw_int(1)));
    __builtin_trap();
}

AW_ASYNC(spin_after, (double, seconds)) {
    AW_AWAIT(aw_sleep(seconds));
    for (volatile int i = 0;; i++) { }
}

AW_ASYNC(main_coroutine) {
    aw_value task = aw_create_task(worker(1, 3));
    AW_AWAIT(spin_after(2));
    return AW_AWAIT(task);
}
