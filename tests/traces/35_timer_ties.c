/* Equal deadlines: the order is heapq's, not that of registration. */
#include "program.h"

static int left;
static char log_text[400];
static size_t log_length;

static aw_value note(aw_value number) {
    log_length += (size_t)snprintf(log_text + log_length, sizeof log_text - log_length, "%s%s", log_length ? ", " : "", aw_repr(number));
    if (--left == 0) aw_loop_stop();
    return aw_none();
}

/* Sets a timer for each deadline, and cancels some. */
AW_ASYNC(setting, (int, count), (const int *, deadlines), (int, cancelled_count), (const int *, cancelled)) {
    double base = aw_time() - 100;
    aw_value timers = AW_TRY(aw_list_of(0, NULL));
    for (int i = 0; i < count; i++) AW_TRY(aw_append(timers, aw_call_at(base + deadlines[i], note, aw_int(i))));
    for (int i = 0; i < cancelled_count; i++) aw_handle_cancel(aw_item(timers, (size_t)cancelled[i]));
    return aw_none();
}

static void order(const char *label, int count, const int *deadlines, int cancelled_count, const int *cancelled) {
    left = count - cancelled_count;
    log_length = 0;
    log_text[0] = 0;
    AW_SCOPE {
        aw_value ended = aw_run_until_complete(setting(count, deadlines, cancelled_count, cancelled));
        if (left) ended = aw_run_forever();
        if (aw_is_error(ended)) printf("!! %s\n", aw_repr(aw_caught(ended)));
    }
    printf("%s [%s]\n", label, log_text);
}

#define ORDER(label, ...) order(label, sizeof((int[]){__VA_ARGS__}) / sizeof(int), (const int[]){__VA_ARGS__}, 0, NULL)
#define WITH_CANCEL(label, ...) \
    order(label, 6, (const int[]){5, 5, 5, 5, 5, 5}, sizeof((int[]){__VA_ARGS__}) / sizeof(int), (const int[]){__VA_ARGS__})

PROGRAM {
    static const int fives[] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
    for (int n = 1; n <= 16; n++) {
        char label[8];
        snprintf(label, sizeof label, "%d", n);
        order(label, n, fives, 0, NULL);
    }
    ORDER("two groups", 1, 2, 1, 2, 1, 2, 1, 2, 1, 2);
    ORDER("groups reversed", 2, 1, 2, 1, 2, 1, 2, 1, 2, 1);
    ORDER("descending then equal", 9, 8, 7, 5, 5, 5, 5);
    ORDER("equal then earlier", 5, 5, 5, 5, 1);
    ORDER("mixed", 3, 1, 2, 3, 1, 2, 3, 1, 2);
    WITH_CANCEL("cancelled 0", 0);
    WITH_CANCEL("cancelled 2,3", 2, 3);
}
