/* asyncio.Lock, after Lib/asyncio/locks.py. */
#include "lock.h"

#include "../task/task.h"

static aw__lock *lock_in(aw_value value) { return aw_object_data(value, &aw__lock_type); }

/* Who may have it next depends on who came first: whatever is done with a lock changes it. */
static bool taken(aw__lock *lock) {
    lock->holder = aw__current_task ? aw__current_task->serial : 0;
    return lock->locked = true;
}

bool aw__lock_take(aw__lock *lock) {
    aw__writes(lock);
    if (lock->locked || aw__waiters_any(&lock->waiters)) return false;
    return taken(lock);
}

/* One that is done will run, and take the lock, or come here again if it is cancelled. */
static void wake_first(aw__lock *lock) {
    if (lock->waiters.first && !aw__waiter_done(lock->waiters.first)) aw__waiter_wake(lock->waiters.first);
}

bool aw__lock_resume(aw__lock *lock, aw_value waiter, aw_value input) {
    aw__writes(lock);
    aw__waiters_leave(waiter);
    if (!aw_is_error(input)) return taken(lock);
    if (aw_matches(input, AW_CANCELLED_ERROR) && !lock->locked) wake_first(lock);
    return false;
}

void aw__lock_release(aw__lock *lock) {
    aw__writes(lock);
    lock->locked = false;
    wake_first(lock);
}

static aw_step acquire_then(aw__operation *self, aw_value input, aw_value result, aw_value *out) {
    aw__lock *lock = lock_in(self->subject);
    if (self->state == 0 && !aw__lock_take(lock)) {
        self->state = 1;
        return aw__operation_wait(self, aw__waiters_join(&lock->waiters));
    }
    if (self->state == 1 && !aw__lock_resume(lock, self->waiter, input)) return aw__operation_fail(out, input);
    return aw__operation_return(out, result);
}

static aw_step acquire(aw__operation *self, aw_value input, aw_value *out) { return acquire_then(self, input, aw_bool(true), out); }
static aw_step enter(aw__operation *self, aw_value input, aw_value *out) { return acquire_then(self, input, aw_none(), out); }
static aw_step leave(aw__operation *self, aw_value input, aw_value *out) {
    (void)input;
    aw_value released = aw_lock_release(self->subject);
    return aw_is_error(released) ? aw__operation_fail(out, released) : aw__operation_return(out, released);
}

static const aw__operation_class acquire_class = AW__OPERATION_CLASS("Lock.acquire", acquire);
static const aw__operation_class enter_class = AW__OPERATION_CLASS("_ContextManagerMixin.__aenter__", enter);
static const aw__operation_class leave_class = AW__OPERATION_CLASS("_ContextManagerMixin.__aexit__", leave);

aw_value aw__lock_enter(aw_value lock) { return aw__operation_new(&enter_class, lock, aw_none()); }
aw_value aw__lock_exit(aw_value lock) { return aw__operation_new(&leave_class, lock, aw_none()); }

/* -- the object -- */

static aw_value aenter(void *self) { return aw__lock_enter(aw_object_of(self)); }
static aw_value aexit(void *self, aw_value exception) {
    (void)exception;
    return aw__lock_exit(aw_object_of(self));
}
static aw_value repr(void *self) {
    const aw__lock *lock = self;
    return aw__lock_repr(self, lock->locked ? "locked" : "unlocked", &lock->waiters);
}
static void fini(void *self) {
    aw__ends_quietly();
    aw__waiters_clear(&((aw__lock *)self)->waiters);
}

const aw_object_type aw__lock_type = {.name = "Lock", .aenter = aenter, .aexit = aexit, .repr = repr, .fini = fini};

aw_value aw_lock_new(void) { return aw_object_new(&aw__lock_type, sizeof(aw__lock)); }

aw_value aw_lock_acquire(aw_value lock) {
    return lock_in(lock) ? aw__operation_new(&acquire_class, lock, aw_none()) : aw__expected("a Lock", lock);
}

aw_value aw_lock_release(aw_value value) {
    aw__lock *lock = lock_in(value);
    if (!lock) return aw__expected("a Lock", value);
    aw__reads(lock);
    if (!lock->locked) return aw_raise(AW_RUNTIME_ERROR, "Lock is not acquired.");
    aw__lock_release(lock);
    return aw_none();
}

bool aw_lock_locked(aw_value value) {
    const aw__lock *lock = lock_in(value);
    aw__reads(lock);
    return lock && lock->locked;
}
