/* What asyncio's locks and queues share: rows of futures that are waited for, first come first served, and the messages of
 * their type checks.
 *
 * A waiter is a future and a link of its row, so that joining needs no memory but the future's own, and leaving takes the same
 * time wherever it stands. */
#ifndef AW_SYNC_WAITERS_H
#define AW_SYNC_WAITERS_H

#include <aw/awaitable.h>

#include "../task/operation.h"

typedef struct aw__waiter {
    aw__future future;
    struct aw__waiters *row; /* NULL once it has left */
    struct aw__waiter *next, *previous;
} aw__waiter;

/* Python's deque of futures. It has a reference to each. */
typedef struct aw__waiters {
    aw__waiter *first, *last;
    uint32_t count;
} aw__waiters;

/* A new future at the end of the row; owned. NULL where memory is exhausted. */
aw__future *aw__waiters_join(aw__waiters *row);
/* waiters.remove(waiter): nothing where it has left, or where the value is None. */
void aw__waiters_leave(aw_value waiter);
void aw__waiters_clear(aw__waiters *row);

/* One that is not is woken, most often, which is recorded. */
static inline bool aw__waiter_done(const aw__waiter *waiter) {
    if (waiter->future.state == AW__PENDING) return false;
    aw__reads(waiter);
    return true;
}
static inline void aw__waiter_wake(aw__waiter *waiter) { aw__future_set_result(&waiter->future, aw_bool(true)); }
/* Is any of them not cancelled? */
bool aw__waiters_any(const aw__waiters *row);
/* Wakes the first `count` of those that wait. */
void aw__waiters_wake(aw__waiters *row, size_t count);

/* TypeError "a Lock was expected, got int"; an error comes back as it is. */
aw_value aw__expected(const char *what, aw_value value);
/* "<asyncio.locks.Lock object at 0x… [locked, waiters:1]>" */
aw_value aw__lock_repr(void *self, const char *state, const aw__waiters *waiters);

#endif
