/* libawait's round trips: loops in C that send to a coroutine which suspends at once again. They are exported, and round.js enters them. */
#include <aw/aw.h>

AW_ASYNC(loops) {
    for (;;) AW_AWAIT(aw_suspend(aw_none()));
}

AW_ASYNC(level, (int, depth)) { return AW_AWAIT(depth > 2 ? level(depth - 1) : loops()); }

static aw_value subject; /* the outermost of the chain, suspended */

/* Makes a chain of `depth` coroutines and suspends it. 0, or 1 if that failed. */
int prepare(int depth) {
    aw_release(subject);
    AW_SCOPE { subject = aw_retain(depth > 1 ? level(depth) : loops()); }
    return aw_is_error(aw_send(subject, aw_none()));
}

/* Each does `count` round trips, and returns how many of them failed. */
int sends(int count) {
    int failed = 0;
    for (int i = 0; i < count; i++) failed += aw_is_error(aw_send(subject, aw_none()));
    return failed;
}

int iter_sends(int count) {
    int failed = 0;
    aw_value result;
    for (int i = 0; i < count; i++) failed += aw_iter_send(subject, aw_none(), &result) != AW_STEP_NEXT;
    return failed;
}

/* Memory: many coroutines, each suspended in its first await. */
enum { MOST = 100000 };
static aw_value many[MOST];

int suspend_many(int count) {
    int failed = 0;
    for (int i = 0; i < count && i < MOST; i++) AW_SCOPE {
        many[i] = aw_retain(loops());
        failed += aw_is_error(aw_send(many[i], aw_none()));
    }
    return failed;
}

double live_bytes(void) { return (double)aw_live().bytes; }
