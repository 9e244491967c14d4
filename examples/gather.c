/* Three factorials at once, as in the documentation of asyncio.gather(): the results come in the order of the arguments, whoever is done first. */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(factorial, (const char *, name), (int, number)) {
    int64_t product = 1;
    for (int i = 2; i <= number; i++) {
        printf("Task %s: Compute factorial(%d), currently i=%d...\n", name, number, i);
        AW_AWAIT(aw_sleep(1));
        product *= i;
    }
    printf("Task %s: factorial(%d) = %d\n", name, number, (int)product);
    return aw_int(product);
}

AW_ASYNC(main_coroutine) {
    return AW_AWAIT(aw_gather(factorial("A", 2), factorial("B", 3), factorial("C", 4)));
}
