/* Rows of futures that are waited for. */
#include "waiters.h"

static void destroy(aw__object *object) {
    if (aw__future_fini((aw__future *)(void *)object, "Future")) aw__object_free(object, sizeof(aw__waiter));
}

static const aw__future_class waiter_class = {
    {{"Future", destroy, aw__future_repr}, false, aw__future_send, aw__future_throw, aw__future_close}, NULL};

aw__future *aw__waiters_join(aw__waiters *row) {
    aw__waiter *waiter = (aw__waiter *)(void *)aw__future_new(&waiter_class, AW_TYPE_FUTURE, sizeof *waiter);
    if (!waiter) return NULL;
    aw__retain(aw__future_value(&waiter->future));
    waiter->row = row;
    waiter->previous = row->last;
    if (row->last) row->last->next = waiter;
    else row->first = waiter;
    row->last = waiter;
    row->count++;
    return &waiter->future;
}

void aw__waiters_leave(aw_value value) {
    if (aw_is_none(value)) return;
    aw__waiter *waiter = (aw__waiter *)(void *)aw__future_in(value);
    aw__waiters *row = waiter->row;
    if (!row) return;
    if (waiter->previous) waiter->previous->next = waiter->next;
    else row->first = waiter->next;
    if (waiter->next) waiter->next->previous = waiter->previous;
    else row->last = waiter->previous;
    row->count--;
    waiter->row = NULL;
    waiter->next = waiter->previous = NULL;
    aw__release(value);
}

void aw__waiters_clear(aw__waiters *row) {
    while (row->first) aw__waiters_leave(aw__future_value(&row->first->future));
}

bool aw__waiters_any(const aw__waiters *row) {
    for (const aw__waiter *each = row->first; each; each = each->next) {
        aw__reads(each);
        if (each->future.state != AW__CANCELLED) return true;
    }
    return false;
}

void aw__waiters_wake(aw__waiters *row, size_t count) {
    for (aw__waiter *each = row->first; each && count > 0; each = each->next) {
        if (aw__waiter_done(each)) continue;
        aw__waiter_wake(each);
        count--;
    }
}

aw_value aw__expected(const char *what, aw_value value) {
    if (aw_is_error(value)) return value;
    return aw_raise(AW_TYPE_ERROR, "%s was expected, got %s", what, aw_type_name(value));
}

aw_value aw__lock_repr(void *self, const char *state, const aw__waiters *waiters) {
    aw__reads(self);
    aw_value object = aw_object_of(self);
    unsigned long long address = object.bits & AW__PAYLOAD;
    if (!waiters->count) return aw_format("<asyncio.locks.%s object at %#llx [%s]>", aw_type_name(object), address, state);
    return aw_format("<asyncio.locks.%s object at %#llx [%s, waiters:%u]>", aw_type_name(object), address, state, (unsigned)waiters->count);
}
