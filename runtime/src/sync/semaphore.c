/* asyncio.Semaphore and BoundedSemaphore, after Lib/asyncio/locks.py. */
#include <aw/sync.h>

#include <stdio.h>

#include "../coro/object.h"
#include "waiters.h"

typedef struct semaphore {
    int64_t value, bound; /* bound: INT64_MAX where there is none */
    aw__waiters waiters;
} semaphore;

static void fini(void *self);
/* The two types have it in common. */
static semaphore *semaphore_in(aw_value value) {
    bool is_semaphore = aw__has_type(value, AW_TYPE_OBJECT) && aw__user_object_in(value)->type->fini == fini;
    return is_semaphore ? (semaphore *)(void *)aw__user_object_in(value)->data : NULL;
}

static bool is_locked(const semaphore *it) { return it->value == 0 || aw__waiters_any(&it->waiters); }

/* The first that waits gets a unit. */
static void wake_next(semaphore *it) {
    aw__waiter *waiter = it->waiters.first;
    while (waiter && aw__waiter_done(waiter)) waiter = waiter->next;
    if (!waiter) return;
    it->value--;
    aw__waiter_wake(waiter);
}

static aw_step acquire_then(aw__operation *self, aw_value input, aw_value result, aw_value *out) {
    semaphore *it = semaphore_in(self->subject);
    aw__writes(it);
    if (self->state == 0) {
        if (is_locked(it)) {
            self->state = 1;
            return aw__operation_wait(self, aw__waiters_join(&it->waiters));
        }
        it->value--;
        return aw__operation_return(out, result);
    }
    aw__waiters_leave(self->waiter);
    if (aw_is_error(input)) {
        if (aw_matches(input, AW_CANCELLED_ERROR) && aw__future_in(self->waiter)->state != AW__CANCELLED) {
            it->value++;
            wake_next(it);
        }
        return aw__operation_fail(out, input);
    }
    if (it->value > 0) wake_next(it);
    return aw__operation_return(out, result);
}

static aw_step acquire(aw__operation *self, aw_value input, aw_value *out) { return acquire_then(self, input, aw_bool(true), out); }
static aw_step enter(aw__operation *self, aw_value input, aw_value *out) { return acquire_then(self, input, aw_none(), out); }
static aw_step leave(aw__operation *self, aw_value input, aw_value *out) {
    (void)input;
    aw_value released = aw_semaphore_release(self->subject);
    return aw_is_error(released) ? aw__operation_fail(out, released) : aw__operation_return(out, released);
}

static const aw__operation_class acquire_class = AW__OPERATION_CLASS("Semaphore.acquire", acquire);
static const aw__operation_class enter_class = AW__OPERATION_CLASS("_ContextManagerMixin.__aenter__", enter);
static const aw__operation_class leave_class = AW__OPERATION_CLASS("_ContextManagerMixin.__aexit__", leave);

/* -- the object -- */

static aw_value aenter(void *self) { return aw__operation_new(&enter_class, aw_object_of(self), aw_none()); }
static aw_value aexit(void *self, aw_value exception) {
    (void)exception;
    return aw__operation_new(&leave_class, aw_object_of(self), aw_none());
}
static aw_value repr(void *self) {
    const semaphore *it = self;
    char state[40] = "locked";
    if (!is_locked(it)) snprintf(state, sizeof state, "unlocked, value:%lld", (long long)it->value);
    return aw__lock_repr(self, state, &it->waiters);
}
static void fini(void *self) {
    aw__ends_quietly();
    aw__waiters_clear(&((semaphore *)self)->waiters);
}

static const aw_object_type semaphore_type = {.name = "Semaphore", .aenter = aenter, .aexit = aexit, .repr = repr, .fini = fini};
static const aw_object_type bounded_type = {.name = "BoundedSemaphore", .aenter = aenter, .aexit = aexit, .repr = repr, .fini = fini};

static aw_value semaphore_new(const aw_object_type *type, int64_t value, int64_t bound) {
    if (value < 0) return aw_raise(AW_VALUE_ERROR, "Semaphore initial value must be >= 0");
    aw_value made = AW_TRY(aw_object_new(type, sizeof(semaphore)));
    semaphore *it = semaphore_in(made);
    it->value = value;
    it->bound = bound;
    return made;
}

aw_value aw_semaphore_new(int64_t value) { return semaphore_new(&semaphore_type, value, INT64_MAX); }
aw_value aw_bounded_semaphore_new(int64_t value) { return semaphore_new(&bounded_type, value, value); }

aw_value aw_semaphore_acquire(aw_value value) {
    return semaphore_in(value) ? aw__operation_new(&acquire_class, value, aw_none()) : aw__expected("a Semaphore", value);
}

aw_value aw_semaphore_release(aw_value value) {
    semaphore *it = semaphore_in(value);
    if (!it) return aw__expected("a Semaphore", value);
    aw__writes(it);
    if (it->value >= it->bound) return aw_raise(AW_VALUE_ERROR, "BoundedSemaphore released too many times");
    it->value++;
    wake_next(it);
    return aw_none();
}

bool aw_semaphore_locked(aw_value value) {
    const semaphore *it = semaphore_in(value);
    aw__reads(it);
    return it && is_locked(it);
}
