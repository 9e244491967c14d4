/* asyncio.as_completed(), after Lib/asyncio/tasks.py. */
#include "../coro/runtime_async.h"
#include "many.h"

#include <aw/awaitable.h>
#include <aw/queue.h>

#include <math.h>

/* The generator, and what its inner functions share. All values with references. */
typedef struct completing {
    aw_value awaitables, futures, done; /* done: a queue; the futures, while there may be a timeout */
    double timeout;
    aw__handle *timer;
    uint32_t todo, to_give;
    bool started;
} completing;

static completing *completing_in(aw_value value);

static void let_go(aw_value *value) {
    aw_value before = *value;
    *value = aw_none();
    aw__release(before);
}

static void end_timer(completing *self) {
    aw__handle *timer = self->timer;
    self->timer = NULL;
    let_go(&self->futures);
    if (!timer) return;
    aw__handle_cancel(timer);
    aw__object_release(&timer->base.object);
}

static aw_value completed(aw_value future, aw_value value) {
    completing *self = completing_in(value);
    aw__writes(self);
    if (!self->todo) return aw_none(); /* the timeout was here first */
    self->todo--;
    aw_value put = aw_queue_put_nowait(self->done, future);
    if (!self->todo) end_timer(self);
    return aw_is_error(put) ? aw__loop_error("as_completed() failed", put, NULL, aw_none()) : aw_none();
}

static aw_value timed_out(aw_value unused, aw_value value) {
    (void)unused;
    completing *self = completing_in(value);
    aw__writes(self);
    const aw__list *futures = aw__list_in(self->futures);
    for (uint32_t i = 0; i < futures->count; i++) aw__future_forget(aw__future_in(futures->items[i]), completed, value);
    aw_value put = aw_none();
    for (; self->todo && !aw_is_error(put); self->todo--) put = aw_queue_put_nowait(self->done, aw_none());
    self->todo = 0;
    end_timer(self);
    return aw_is_error(put) ? aw__loop_error("as_completed() failed", put, NULL, aw_none()) : aw_none();
}

AW__RUNTIME_ASYNC(wait_for_one, "as_completed.<locals>._wait_for_one", (aw_value, done)) {
    aw_value future = AW_AWAIT(aw_queue_get(done));
    return aw_is_none(future) ? aw_raise(AW_TIMEOUT_ERROR) : aw_future_result(future);
}

/* -- the iterator -- */

static aw_value all_futures(const aw__list *awaitables) {
    aw_value futures = AW_TRY(aw_list_of(0, NULL)), failure = aw_none();
    for (uint32_t i = 0; i < awaitables->count && !aw_is_error(failure); i++)
        if (!aw__see(awaitables->items[i])) failure = aw_append(futures, aw_ensure_future(awaitables->items[i]));
    aw__unsee(awaitables->count, awaitables->items);
    return aw_is_error(failure) ? failure : futures;
}

static aw_value begin(completing *self) {
    aw_value given = self->awaitables, value = aw_object_of(self);
    self->started = true;
    if (aw__is_future(given) || aw__is_coroutine_like(given)) return aw_raise(AW_TYPE_ERROR, "expect an iterable of futures, not %s", aw_type_name(given));
    if (!aw__is_list(given)) return aw_raise(AW_TYPE_ERROR, "'%s' object is not iterable", aw_type_name(given));
    AW_TRY(aw__loop_check());
    self->done = aw__retain(AW_TRY(aw_queue_new(0)));
    aw_value futures = AW_TRY(all_futures(aw__list_in(given)));
    const aw__list *list = aw__list_in(futures);
    let_go(&self->awaitables);
    for (uint32_t i = 0; i < list->count; i++, self->todo++)
        if (!aw__future_on_done(aw__future_in(list->items[i]), completed, value)) return aw__memory_error();
    self->to_give = self->todo;
    if (!self->todo || isnan(self->timeout)) return aw_none();
    self->futures = aw__retain(futures);
    self->timer = aw__loop_at(aw_time() + self->timeout, timed_out, aw_none(), aw__retain(value));
    return self->timer ? aw_none() : aw__memory_error();
}

static aw_value next(void *data) {
    completing *self = data;
    aw__writes(self);
    if (!self->started) {
        aw_value begun = begin(self);
        if (aw_is_error(begun)) {
            self->to_give = 0;
            return begun;
        }
    }
    if (!self->to_give) return aw_stop(aw_none());
    self->to_give--;
    return wait_for_one(self->done);
}

static aw_value iter(void *data) { return aw_object_of(data); }

static void fini(void *data) {
    aw__ends_quietly();
    completing *self = data;
    end_timer(self);
    let_go(&self->awaitables);
    let_go(&self->done);
}

static const aw_object_type completing_type = {.name = "generator", .next = next, .iter = iter, .fini = fini};

static completing *completing_in(aw_value value) { return aw_object_data(value, &completing_type); }

aw_value aw_as_completed(aw_value awaitables, double timeout) {
    AW_TRY(awaitables);
    aw_value made = AW_TRY(aw_object_new(&completing_type, sizeof(completing)));
    *completing_in(made) = (completing){.awaitables = aw__retain(awaitables), .futures = aw_none(), .done = aw_none(), .timeout = timeout};
    return made;
}
