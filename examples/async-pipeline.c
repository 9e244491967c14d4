/* Asynchronous generators over each other: each stage takes items from the one before it, when the last one asks.
 * libawait run async-pipeline.c */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC_GENERATOR(readings) {
    static const int celsius[] = {20, 20, 21, 21, 21, 24, 23, 23};
    for (size_t i = 0; i < sizeof celsius / sizeof *celsius; i++) {
        AW_AWAIT(aw_sleep(0.25));
        AW_YIELD(aw_int(celsius[i]));
    }
    return aw_none();
}

AW_ASYNC_GENERATOR(changes, (aw_value, source)) {
    int64_t last = INT64_MIN;
    AW_ASYNC_FOR(item, source) {
        if (aw_as_int(item) == last) continue;
        last = aw_as_int(item);
        AW_YIELD(item);
    }
    return aw_none();
}

AW_ASYNC_GENERATOR(fahrenheit, (aw_value, source)) {
    AW_ASYNC_FOR(item, source) { AW_YIELD(aw_double((double)aw_as_int(item) * 9 / 5 + 32)); }
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    double started = aw_time();
    int count = 0;
    AW_ASYNC_FOR(degrees, fahrenheit(changes(readings()))) {
        printf("%.2f s: %s F\n", aw_time() - started, aw_repr(degrees));
        count++;
    }
    return aw_int(count);
}
