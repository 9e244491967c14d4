/* Try: send(None) calls the countdown's next(). send(10) calls its send(), which sets the clock back.
 * throw() of an error: a countdown has no throw(), so the error is raised at the await. close() closes it first. */
#include <aw/aw.h>
#include <stdio.h>

typedef struct countdown {
    int64_t left;
} countdown;

static aw_value countdown_await(void *self) {
    return aw_object_of(self); // it is its own iterator
}

static aw_value countdown_next(void *self) {
    countdown *clock = self;
    if (clock->left == 0) return aw_stop(aw_string("lift off"));
    return aw_int(clock->left--);
}

static aw_value countdown_send(void *self, aw_value value) {
    ((countdown *)self)->left = aw_as_int(value);
    return countdown_next(self);
}

static aw_value countdown_close(void *self) {
    printf("countdown stopped at %d\n", (int)((countdown *)self)->left);
    return aw_none();
}

static const aw_object_type countdown_type = {
    .name = "Countdown", .await = countdown_await, .next = countdown_next, .send = countdown_send, .close = countdown_close};

AW_ASYNC(launch, (int, from)) {
    aw_value clock = AW_TRY(aw_object_new(&countdown_type, sizeof(countdown)));
    ((countdown *)aw_object_data(clock, &countdown_type))->left = from;
    return AW_AWAIT(clock);
}
