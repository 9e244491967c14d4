/* Many tasks, each at its own pace: cars drive 300 km and stop for gas. as_completed() gives the flag to whoever arrives next.
 * libawait run traffic.c (an hour takes a second) */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(car, (const char *, name), (int, kilometres_an_hour), (int, tank)) {
    for (int driven = 0; driven < 300;) {
        int leg = tank < 300 - driven ? tank : 300 - driven;
        AW_AWAIT(aw_sleep((double)leg / kilometres_an_hour));
        driven += leg;
        if (driven < 300) {
            printf("%s stopped for gas after %d km\n", name, driven);
            AW_AWAIT(aw_sleep(0.25));
        }
    }
    printf("%s arrived\n", name);
    return aw_string(name);
}

AW_ASYNC(main_coroutine) {
    aw_value cars = AW_LIST(aw_create_task(car("Beetle", 90, 200)), aw_create_task(car("Porsche", 150, 120)), aw_create_task(car("Truck", 75, 500)));
    AW_EACH(next, aw_as_completed(cars, AW_NO_TIMEOUT)) {
        aw_value name = AW_AWAIT(next);
        printf("flag for %s\n", aw_str(name));
    }
    return aw_none();
}
