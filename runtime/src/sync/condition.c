/* asyncio.Condition, after Lib/asyncio/locks.py. */
#include "../coro/coroutine.h"
#include "../coro/runtime_async.h"
#include "lock.h"

typedef struct condition {
    aw_value lock; /* with a reference */
    aw__waiters waiters;
} condition;

static const aw_object_type condition_type;
static condition *condition_in(aw_value value) { return aw_object_data(value, &condition_type); }
static aw__lock *lock_of(const condition *it) { return aw_object_data(it->lock, &aw__lock_type); }

/* -- wait(): what awaiting the notification gave is in `argument` while the lock is acquired again -- */

enum { START, WAITING, ACQUIRING, ACQUIRING_CANCELLED };

static aw_step end_wait(aw__operation *self, aw_value *out) {
    if (self->state == ACQUIRING_CANCELLED) {
        aw_value cancelled = aw_none();
        AW_FINALLY(self->argument) { cancelled = aw_raise(AW_CANCELLED_ERROR); }
        return aw__operation_fail(out, cancelled);
    }
    if (aw_is_error(self->argument)) return aw__operation_fail(out, self->argument);
    return aw__operation_return(out, aw_bool(true));
}

static aw_step acquire_again(aw__operation *self, aw__lock *lock, aw_value *out) {
    return aw__lock_take(lock) ? end_wait(self, out) : aw__operation_wait(self, aw__waiters_join(&lock->waiters));
}

static aw_step wait(aw__operation *self, aw_value input, aw_value *out) {
    condition *it = condition_in(self->subject);
    aw__lock *lock = lock_of(it);
    aw__writes(it);
    aw__reads(lock);
    switch (self->state) {
    case START:
        if (!lock->locked) return aw__operation_fail(out, aw_raise(AW_RUNTIME_ERROR, "cannot wait on un-acquired lock"));
        aw__lock_release(lock);
        self->state = WAITING;
        return aw__operation_wait(self, aw__waiters_join(&it->waiters));
    case WAITING:
        aw__waiters_leave(self->waiter);
        self->argument = aw__retain(input);
        self->state = ACQUIRING;
        return acquire_again(self, lock, out);
    default:
        if (aw__lock_resume(lock, self->waiter, input)) return end_wait(self, out);
        if (!aw_matches(input, AW_CANCELLED_ERROR)) return aw__operation_fail(out, input);
        self->state = ACQUIRING_CANCELLED;
        return acquire_again(self, lock, out);
    }
}

static const aw__operation_class wait_class = AW__OPERATION_CLASS("Condition.wait", wait);

/* -- the object -- */

static aw_value aenter(void *self) { return aw__lock_enter(((condition *)self)->lock); }
static aw_value aexit(void *self, aw_value exception) {
    (void)exception;
    return aw__lock_exit(((condition *)self)->lock);
}
static aw_value repr(void *self) {
    const condition *it = self;
    return aw__lock_repr(self, lock_of(it)->locked ? "locked" : "unlocked", &it->waiters);
}
static void fini(void *self) {
    aw__ends_quietly();
    condition *it = self;
    aw__waiters_clear(&it->waiters);
    aw__release(it->lock);
}

static const aw_object_type condition_type = {.name = "Condition", .aenter = aenter, .aexit = aexit, .repr = repr, .fini = fini};

aw_value aw_condition_new(aw_value lock) {
    aw_value own = AW_TRY(aw_is_none(lock) ? aw_lock_new() : lock);
    if (!aw_object_data(own, &aw__lock_type)) return aw__expected("a Lock", own);
    aw_value made = AW_TRY(aw_object_new(&condition_type, sizeof(condition)));
    condition_in(made)->lock = aw__retain(own);
    return made;
}

aw_value aw_condition_acquire(aw_value value) {
    const condition *it = condition_in(value);
    return it ? aw_lock_acquire(it->lock) : aw__expected("a Condition", value);
}

aw_value aw_condition_release(aw_value value) {
    const condition *it = condition_in(value);
    return it ? aw_lock_release(it->lock) : aw__expected("a Condition", value);
}

bool aw_condition_locked(aw_value value) { return condition_in(value) && aw_lock_locked(condition_in(value)->lock); }

aw_value aw_condition_wait(aw_value value) {
    return condition_in(value) ? aw__operation_new(&wait_class, value, aw_none()) : aw__expected("a Condition", value);
}

aw_value aw_condition_notify(aw_value value, size_t count) {
    condition *it = condition_in(value);
    if (!it) return aw__expected("a Condition", value);
    aw__writes(it);
    aw__reads(lock_of(it));
    if (!lock_of(it)->locked) return aw_raise(AW_RUNTIME_ERROR, "cannot notify on un-acquired lock");
    aw__waiters_wake(&it->waiters, count);
    return aw_none();
}

aw_value aw_condition_notify_all(aw_value value) { return aw_condition_notify(value, SIZE_MAX); }

/* -- wait_for() -- */

typedef aw_value (*predicate)(aw_value argument);
typedef struct question {
    predicate ask;
    aw_value argument, answer;
} question;

/* The build knows it by name: the predicate cannot suspend the coroutine that waits. */
static __attribute__((noinline)) void aw__ask_predicate(void *argument) {
    question *it = argument;
    aw__coroutine *running = aw__running;
    aw__running = NULL;
    it->answer = it->ask(it->argument);
    aw__running = running;
}

AW__RUNTIME_ASYNC(wait_for, "Condition.wait_for", (aw_value, self), (predicate, ask), (aw_value, argument)) {
    for (;;) AW_SCOPE {
        question it = {ask, argument, aw_none()};
        aw__on_main_stack(aw__ask_predicate, &it);
        if (aw_truth(it.answer)) return it.answer;
        AW_AWAIT(aw_condition_wait(self));
    }
}

aw_value aw_condition_wait_for(aw_value value, predicate ask, aw_value argument) {
    if (!condition_in(value)) return aw__expected("a Condition", value);
    AW_TRY(argument);
    return wait_for(value, ask, argument);
}
