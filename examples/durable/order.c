/* Orders that outlive their process: kill it at any moment and start it again. Each of the three steps keeps a promise of its own, which steps.mjs makes.
 *
 *     npx libawait build order.c
 *     npx libawait run order.wasm --save orders.bin --host steps.mjs 10
 */
#include <aw/aw.h>

#include <stdio.h>

enum { TRIES = 10 };
static const double FIRST_PAUSE = 0.005;

/* One step of an order; while the other side is busy, again, after a pause that doubles. */
static aw_value step(const char *name, int64_t number) {
    double pause = FIRST_PAUSE;
    for (int tries = 1;; tries++, pause *= 2) {
        aw_value answer = aw_await(AW_HOST_ASYNC(name, aw_int(number)));
        if (!aw_matches(answer, AW_JS_ERROR) || tries == TRIES) return answer;
        AW_EXCEPT(answer, AW_JS_ERROR) { AW_AWAIT(aw_sleep(pause)); }
    }
}

AW_ASYNC(order, (int64_t, number)) {
    AW_TRY(step("reserve", number));
    AW_AWAIT(aw_sleep(0.01));
    aw_value charged = step("charge", number);
    AW_EXCEPT(charged, AW_INTERRUPTED_ERROR) { return aw_string("charged or not: look"); } /* to charge again could be once too often */
    AW_TRY(charged);
    AW_AWAIT(aw_sleep(0.01));
    return AW_TRY(step("ship", number));
}

AW_ASYNC(main_coroutine, (int64_t, count)) {
    aw_value outcomes = AW_TRY(aw_list_of(0, NULL));
    AW_FOR(int64_t number = 1; number <= count; number++) {
        aw_value outcome = AW_AWAIT(order(number));
        printf("order %lld: %s\n", (long long)number, aw_str(outcome));
        fflush(stdout);
        AW_TRY(aw_append(outcomes, outcome));
    }
    return outcomes;
}
