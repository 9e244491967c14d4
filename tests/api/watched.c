/* Coroutines that let their variables be watched. */
#define AW_INSPECTABLE
#include <aw/aw.h>

AW_ASYNC(counter, (const char *, name), (aw_value, bag)) {
    int count = 0;
    int64_t large = INT64_MAX;
    double half = 0.5;
    AW_WATCH(name, bag, count, large, half);
    for (;; count++) AW_SCOPE { AW_AWAIT(aw_suspend(aw_int(count))); }
}

AW_ASYNC(outer) {
    bool here = true;
    AW_WATCH(here);
    return AW_AWAIT(counter("inner", AW_LIST(aw_int(1))));
}

AW_GENERATOR(squares) {
    for (int i = 0;; i++) {
        AW_WATCH(i);
        AW_YIELD(aw_int(i * i));
    }
}

AW_STACK(tight, 1024);
AW_ASYNC(tight) {
    char buffer[900] = "";
    AW_WATCH(buffer);
    AW_AWAIT(aw_suspend(aw_none()));
    return aw_string(buffer);
}

AW_ASYNC_GENERATOR(ticks) {
    int n = 0;
    AW_WATCH(n);
    for (;; n++) AW_YIELD(aw_int(n));
}

AW_ASYNC(wild, (int, where)) {
    const char *text = (const char *)(uintptr_t)where, *told = "told";
    AW_WATCH(text, told);
    AW_AWAIT(aw_suspend(aw_none()));
    return aw_none();
}
