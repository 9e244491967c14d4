/* asyncio.wait(), after Lib/asyncio/tasks.py. */
#include "../task/operation.h"
#include "many.h"

#include <math.h>

/* What the tasks' callbacks share: the future that wait() waits for. */
typedef struct waiting {
    aw__future future;
    uint32_t left;
    aw_when return_when;
    aw__handle *timer; /* with a reference; NULL: no timeout */
} waiting;

static void destroy(aw__object *object) {
    waiting *waiter = (waiting *)(void *)object;
    if (!aw__future_fini(&waiter->future, "Future")) return;
    if (waiter->timer) aw__object_release(&waiter->timer->base.object);
    aw__object_free(waiter, sizeof *waiter);
}

static const aw__future_class waiting_class = {
    {{"Future", destroy, aw__future_repr}, false, aw__future_send, aw__future_throw, aw__future_close}, NULL};

static void cancel_timer(waiting *waiter) {
    if (waiter->timer) aw__handle_cancel(waiter->timer);
}

aw_value aw__release_waiter(aw_value unused, aw_value waiter) {
    (void)unused;
    aw__future_set_result(aw__future_in(waiter), aw_none());
    return aw_none();
}

/* f.exception(): asked for, it counts as retrieved. */
static bool has_failed(aw__future *future) {
    if (future->state == AW__CANCELLED) return false;
    future->log = false;
    return future->failed;
}

static aw_value completed(aw_value future, aw_value value) {
    waiting *waiter = (waiting *)(void *)aw__future_in(value);
    aw__reads(&waiter->left); /* counting commutes */
    bool is_enough = --waiter->left == 0 || waiter->return_when == AW_FIRST_COMPLETED ||
                     (waiter->return_when == AW_FIRST_EXCEPTION && has_failed(aw__future_in(future)));
    if (!is_enough) return aw_none();
    cancel_timer(waiter);
    aw__future_set_result(&waiter->future, aw_none());
    return aw_none();
}

/* -- before the await: the list without duplicates -- */

static aw_value check_futures(aw_value futures, aw_when return_when) {
    AW_TRY(futures);
    if (aw__is_future(futures) || aw__is_coroutine_like(futures)) return aw_raise(AW_TYPE_ERROR, "expect a list of futures, not %s", aw_type_name(futures));
    if (!aw_truth(futures)) return aw_raise(AW_VALUE_ERROR, "Set of Tasks/Futures is empty.");
    if ((unsigned)return_when > AW_ALL_COMPLETED) return aw_raise(AW_VALUE_ERROR, "Invalid return_when value: %d", (int)return_when);
    if (!aw__is_list(futures)) return aw_raise(AW_TYPE_ERROR, "'%s' object is not iterable", aw_type_name(futures));
    for (uint32_t i = 0; i < aw__list_in(futures)->count; i++)
        if (aw__is_coroutine_like(aw__list_in(futures)->items[i]))
            return aw_raise(AW_TYPE_ERROR, "Passing coroutines is forbidden, use tasks explicitly.");
    return aw_none();
}

static aw_value distinct(aw_value futures) {
    aw_value set = AW_TRY(aw_list_of(0, NULL)), failure = aw_none();
    aw__list *list = aw__list_in(futures);
    for (uint32_t i = 0; i < list->count && !aw_is_error(failure); i++)
        if (!aw__see(list->items[i])) failure = aw_append(set, list->items[i]);
    aw__unsee(list->count, list->items);
    return aw_is_error(failure) ? failure : set;
}

static void forget(const aw__list *futures, aw_value waiter) {
    for (uint32_t i = 0; i < futures->count; i++)
        if (aw__is_future(futures->items[i])) aw__future_forget(aw__future_in(futures->items[i]), completed, waiter);
}

static aw_value listen(const aw__list *futures, aw_value waiter) {
    for (uint32_t i = 0; i < futures->count; i++) {
        aw_value future = futures->items[i];
        if (!aw__is_future(future)) return aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute 'add_done_callback'", aw_type_name(future));
        if (!aw__future_on_done(aw__future_in(future), completed, waiter)) return aw__memory_error();
    }
    return aw_none();
}

static aw_value waiter_new(uint32_t count, aw_when return_when, double timeout) {
    waiting *waiter = (waiting *)(void *)aw__future_new(&waiting_class, AW_TYPE_FUTURE, sizeof *waiter);
    if (!waiter) return aw__memory_error();
    waiter->left = count;
    waiter->return_when = return_when;
    aw_value made = AW_TRY(aw__fresh(waiter));
    if (isnan(timeout)) return made;
    waiter->timer = aw__loop_at(aw_time() + timeout, aw__release_waiter, aw_none(), aw__retain(made));
    return waiter->timer ? made : aw__memory_error();
}

/* Gives the waiter; from now on the operation's subject is the list without duplicates. */
static aw_value begin(aw__operation *self) {
    aw_when return_when = (aw_when)aw_as_int(self->argument);
    AW_TRY(check_futures(self->subject, return_when));
    AW_TRY(aw__loop_check());
    aw_value given = self->subject, futures = AW_TRY(distinct(given));
    self->subject = aw__retain(futures);
    aw__release(given);
    aw_value waiter = AW_TRY(waiter_new(aw__list_in(futures)->count, return_when, self->number));
    aw_value listens = listen(aw__list_in(futures), waiter);
    if (!aw_is_error(listens)) return waiter;
    forget(aw__list_in(futures), waiter);
    cancel_timer((waiting *)(void *)aw__future_in(waiter));
    return listens;
}

/* -- and after it -- */

static aw_value end(aw__operation *self, aw_value input) {
    aw__list *futures = aw__list_in(self->subject);
    cancel_timer((waiting *)(void *)aw__future_in(self->waiter));
    forget(futures, self->waiter);
    AW_TRY(input);
    aw_value done = AW_TRY(aw_list_of(0, NULL)), pending = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < futures->count; i++) AW_TRY(aw_append(aw_future_done(futures->items[i]) ? done : pending, futures->items[i]));
    return AW_TUPLE(done, pending);
}

static aw_step step(aw__operation *self, aw_value input, aw_value *out) {
    if (self->state++ == 0) {
        aw_value waiter = begin(self);
        return aw_is_error(waiter) ? aw__operation_fail(out, waiter) : aw__operation_wait(self, aw__future_in(aw__retain(waiter)));
    }
    aw_value result = end(self, input);
    return aw_is_error(result) ? aw__operation_fail(out, result) : aw__operation_return(out, result);
}

static const aw__operation_class wait_class = AW__OPERATION_CLASS("wait", step);

aw_value aw_wait(aw_value futures, aw_when return_when, double timeout) {
    aw_value made = AW_TRY(aw__operation_new(&wait_class, futures, aw_int((int64_t)return_when)));
    ((aw__operation *)(void *)aw__object_of(made))->number = timeout;
    return made;
}
