/* The lock as conditions use it. */
#ifndef AW_SYNC_LOCK_H
#define AW_SYNC_LOCK_H

#include <aw/sync.h>

#include "waiters.h"

typedef struct aw__lock {
    bool locked;
    uint32_t holder; /* the task that took it, by its serial, for whoever looks; 0: none did */
    aw__waiters waiters;
} aw__lock;
extern const aw_object_type aw__lock_type;

/* acquire(), cut at its await: what comes before it, which takes the lock where it can be had at once; and what follows, with the
 * waiter and what awaiting it gave, which takes the lock unless that was an error. True: taken. */
bool aw__lock_take(aw__lock *lock);
bool aw__lock_resume(aw__lock *lock, aw_value waiter, aw_value input);
void aw__lock_release(aw__lock *lock);

/* __aenter__() and __aexit__() of a lock. */
aw_value aw__lock_enter(aw_value lock);
aw_value aw__lock_exit(aw_value lock);

#endif
