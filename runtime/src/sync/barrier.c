/* asyncio.Barrier, after Lib/asyncio/locks.py. */
#include "../coro/runtime_async.h"
#include "lock.h"

typedef enum barrier_state { FILLING, DRAINING, RESETTING, BROKEN } barrier_state;

typedef struct barrier {
    aw_value condition; /* notified when the state changes; with a reference */
    barrier_state state;
    int64_t parties, count; /* count: of the tasks in the barrier */
} barrier;

static const aw_object_type barrier_type;
static barrier *barrier_in(aw_value value) { return aw_object_data(value, &barrier_type); }

static int64_t n_waiting(const barrier *it) {
    aw__reads(it);
    return it->state == FILLING ? it->count : 0;
}

/* -- wait(): all of it with the condition's lock held -- */

static aw_value wait_while_emptied(barrier *it) {
    while (it->state == DRAINING || it->state == RESETTING) AW_SCOPE { AW_AWAIT(aw_condition_wait(it->condition)); }
    return it->state == BROKEN ? aw_raise(AW_BROKEN_BARRIER_ERROR, "Barrier aborted") : aw_none();
}

static aw_value wait_until_full(barrier *it) {
    while (it->state == FILLING) AW_SCOPE { AW_AWAIT(aw_condition_wait(it->condition)); }
    bool is_broken = it->state == BROKEN || it->state == RESETTING;
    return is_broken ? aw_raise(AW_BROKEN_BARRIER_ERROR, "Abort or reset of barrier") : aw_none();
}

/* The last one out tells those that wait for the barrier to be empty. */
static aw_value leave(barrier *it) {
    aw__writes(it);
    if (--it->count > 0) return aw_none();
    if (it->state == RESETTING || it->state == DRAINING) it->state = FILLING;
    return aw_condition_notify_all(it->condition);
}

static aw_value pass(barrier *it) {
    AW_TRY(wait_while_emptied(it));
    aw__writes(it);
    int64_t index = it->count++;
    aw_value result = aw_none();
    if (index + 1 == it->parties) {
        it->state = DRAINING;
        result = aw_condition_notify_all(it->condition);
    } else {
        result = wait_until_full(it);
    }
    AW_FINALLY(result) { AW_TRY(leave(it)); }
    AW_TRY(result);
    return aw_int(index);
}

AW__RUNTIME_ASYNC(wait, "Barrier.wait", (aw_value, self)) {
    barrier *it = barrier_in(self);
    AW_AWAIT(aw_condition_acquire(it->condition));
    aw_value result = pass(it);
    AW_FINALLY(result) { AW_TRY(aw_condition_release(it->condition)); }
    return result;
}

AW__RUNTIME_ASYNC(reset, "Barrier.reset", (aw_value, self)) {
    barrier *it = barrier_in(self);
    AW_AWAIT(aw_condition_acquire(it->condition));
    aw__writes(it);
    it->state = it->count > 0 ? RESETTING : FILLING;
    AW_TRY(aw_condition_notify_all(it->condition));
    return aw_condition_release(it->condition);
}

AW__RUNTIME_ASYNC(break_it, "Barrier.abort", (aw_value, self)) {
    barrier *it = barrier_in(self);
    AW_AWAIT(aw_condition_acquire(it->condition));
    aw__writes(it);
    it->state = BROKEN;
    AW_TRY(aw_condition_notify_all(it->condition));
    return aw_condition_release(it->condition);
}

static aw_step exit_step(aw__operation *self, aw_value input, aw_value *out) {
    (void)self;
    (void)input;
    return aw__operation_return(out, aw_none());
}
static const aw__operation_class exit_class = AW__OPERATION_CLASS("Barrier.__aexit__", exit_step);

/* -- the object -- */

static aw_value aenter(void *self) { return wait(aw_object_of(self)); }
static aw_value aexit(void *self, aw_value exception) {
    (void)exception;
    return aw__operation_new(&exit_class, aw_object_of(self), aw_none());
}
static aw_value repr(void *self) {
    static const char *const states[] = {"filling", "draining", "resetting", "broken"};
    const barrier *it = self;
    unsigned long long address = aw_object_of(self).bits & AW__PAYLOAD;
    if (it->state == BROKEN) return aw_format("<asyncio.locks.Barrier object at %#llx [broken]>", address);
    return aw_format("<asyncio.locks.Barrier object at %#llx [%s, waiters:%lld/%lld]>", address, states[it->state],
                     (long long)n_waiting(it), (long long)it->parties);
}
static void fini(void *self) {
    aw__ends_quietly();
    aw__release(((barrier *)self)->condition);
}

static const aw_object_type barrier_type = {.name = "Barrier", .aenter = aenter, .aexit = aexit, .repr = repr, .fini = fini};

aw_value aw_barrier_new(int64_t parties) {
    if (parties < 1) return aw_raise(AW_VALUE_ERROR, "parties must be > 0");
    aw_value condition = AW_TRY(aw_condition_new(aw_none()));
    aw_value made = AW_TRY(aw_object_new(&barrier_type, sizeof(barrier)));
    barrier_in(made)->condition = aw__retain(condition);
    barrier_in(made)->parties = parties;
    return made;
}

aw_value aw_barrier_wait(aw_value value) { return barrier_in(value) ? wait(value) : aw__expected("a Barrier", value); }
aw_value aw_barrier_reset(aw_value value) { return barrier_in(value) ? reset(value) : aw__expected("a Barrier", value); }
aw_value aw_barrier_abort(aw_value value) { return barrier_in(value) ? break_it(value) : aw__expected("a Barrier", value); }
int64_t aw_barrier_parties(aw_value value) { return barrier_in(value) ? barrier_in(value)->parties : 0; }
int64_t aw_barrier_n_waiting(aw_value value) { return barrier_in(value) ? n_waiting(barrier_in(value)) : 0; }
bool aw_barrier_broken(aw_value value) {
    const barrier *it = barrier_in(value);
    aw__reads(it);
    return it && it->state == BROKEN;
}
