/* What gather(), wait(), wait_for() and as_completed() share: many awaitables, of which some may be the same, and those who wait for them. */
#ifndef AW_SYNC_MANY_H
#define AW_SYNC_MANY_H

#include "../task/task.h"

/* Was it seen before, since the last aw__unsee()? Then it was: Python's sets of objects. What is no object is another each time. */
static inline bool aw__see(aw_value value) {
    if (!aw__is_object(value)) return false;
    bool before = aw__object_of(value)->seen;
    aw__object_of(value)->seen = true;
    return before;
}
static inline void aw__unsee(size_t count, const aw_value *values) {
    for (size_t i = 0; i < count; i++)
        if (aw__is_object(values[i])) aw__object_of(values[i])->seen = false;
}

/* _release_waiter(), as a callback of a future or a timer: the waiter is done, if it is not yet. */
aw_value aw__release_waiter(aw_value unused, aw_value waiter);

/* The future that the end of a task group's block waits for; None where nobody does, and for any other value. */
aw_value aw__task_group_waiter(aw_value group);

static inline aw__list *aw__list_in(aw_value list) { return (aw__list *)(void *)aw__object_of(list); }
static inline bool aw__is_list(aw_value value) { return aw__has_type(value, AW_TYPE_LIST) || aw__has_type(value, AW_TYPE_TUPLE); }

#endif
