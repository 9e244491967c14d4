/* asyncio's locks. Functions that may wait give an awaitable: AW_AWAIT(aw_lock_acquire(lock)). The others never suspend; each returns TypeError "a Lock was
 * expected, got int" for what is not theirs. Locks, conditions and semaphores work with AW_WITH. */
#ifndef AW_SYNC_H
#define AW_SYNC_H

#include <aw/value.h>
#include <aw/with.h>

#ifdef __cplusplus
extern "C" {
#endif

/* -- Lock: served first come, first served; not re-entrant -- */
aw_value aw_lock_new(void);
aw_value aw_lock_acquire(aw_value lock) __attribute__((warn_unused_result)); /* awaitable: True */
aw_value aw_lock_release(aw_value lock); /* None. Error: RuntimeError "Lock is not acquired." */
bool aw_lock_locked(aw_value lock);

/* -- Event -- */
aw_value aw_event_new(void);
aw_value aw_event_wait(aw_value event) __attribute__((warn_unused_result)); /* awaitable: True */
aw_value aw_event_set(aw_value event);
aw_value aw_event_clear(aw_value event);
bool aw_event_is_set(aw_value event);

/* -- Condition: with a lock of its own where None is given. AW_WITH holds the lock. -- */
aw_value aw_condition_new(aw_value lock);
aw_value aw_condition_acquire(aw_value condition) __attribute__((warn_unused_result));
aw_value aw_condition_release(aw_value condition);
bool aw_condition_locked(aw_value condition);
aw_value aw_condition_wait(aw_value condition) __attribute__((warn_unused_result)); /* awaitable: True. Error: RuntimeError "cannot wait on un-acquired lock" */
/* Waits until predicate(argument) is true, or an error; gives what it returned. */
aw_value aw_condition_wait_for(aw_value condition, aw_value (*predicate)(aw_value argument), aw_value argument) __attribute__((warn_unused_result));
aw_value aw_condition_notify(aw_value condition, size_t count); /* None. Error: RuntimeError "cannot notify on un-acquired lock" */
aw_value aw_condition_notify_all(aw_value condition);

/* -- Semaphore. A bounded one refuses more releases than there were acquisitions: ValueError "BoundedSemaphore released too many times". -- */
aw_value aw_semaphore_new(int64_t value); /* Error: ValueError "Semaphore initial value must be >= 0" */
aw_value aw_bounded_semaphore_new(int64_t value);
aw_value aw_semaphore_acquire(aw_value semaphore) __attribute__((warn_unused_result)); /* awaitable: True */
aw_value aw_semaphore_release(aw_value semaphore);
bool aw_semaphore_locked(aw_value semaphore);

/* -- Barrier -- */
aw_value aw_barrier_new(int64_t parties); /* Error: ValueError "parties must be > 0" */
aw_value aw_barrier_wait(aw_value barrier) __attribute__((warn_unused_result));  /* awaitable: the index of arrival. Error: BrokenBarrierError */
aw_value aw_barrier_reset(aw_value barrier) __attribute__((warn_unused_result)); /* awaitable */
aw_value aw_barrier_abort(aw_value barrier) __attribute__((warn_unused_result)); /* awaitable */
int64_t aw_barrier_parties(aw_value barrier);
int64_t aw_barrier_n_waiting(aw_value barrier);
bool aw_barrier_broken(aw_value barrier);

#ifdef __cplusplus
}
#endif
#endif
