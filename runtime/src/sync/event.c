/* asyncio.Event, after Lib/asyncio/locks.py. */
#include <aw/sync.h>

#include "waiters.h"

typedef struct event {
    bool is_set;
    aw__waiters waiters;
} event;

static aw_step wait(aw__operation *self, aw_value input, aw_value *out);
static const aw__operation_class wait_class = AW__OPERATION_CLASS("Event.wait", wait);

static aw_value repr(void *self) {
    const event *it = self;
    return aw__lock_repr(self, it->is_set ? "set" : "unset", &it->waiters);
}
static void fini(void *self) {
    aw__ends_quietly();
    aw__waiters_clear(&((event *)self)->waiters);
}
static const aw_object_type event_type = {.name = "Event", .repr = repr, .fini = fini};
static event *event_in(aw_value value) { return aw_object_data(value, &event_type); }

static aw_step wait(aw__operation *self, aw_value input, aw_value *out) {
    event *it = event_in(self->subject);
    aw__reads(it); /* all that wait are woken together, in whatever order they came */
    if (self->state == 0 && !it->is_set) {
        self->state = 1;
        return aw__operation_wait(self, aw__waiters_join(&it->waiters));
    }
    if (self->state == 1) aw__waiters_leave(self->waiter);
    return aw_is_error(input) ? aw__operation_fail(out, input) : aw__operation_return(out, aw_bool(true));
}

aw_value aw_event_new(void) { return aw_object_new(&event_type, sizeof(event)); }

aw_value aw_event_wait(aw_value value) {
    return event_in(value) ? aw__operation_new(&wait_class, value, aw_none()) : aw__expected("an Event", value);
}

aw_value aw_event_set(aw_value value) {
    event *it = event_in(value);
    if (!it) return aw__expected("an Event", value);
    aw__writes(it);
    if (!it->is_set) {
        it->is_set = true;
        aw__waiters_wake(&it->waiters, SIZE_MAX);
    }
    return aw_none();
}

aw_value aw_event_clear(aw_value value) {
    event *it = event_in(value);
    if (!it) return aw__expected("an Event", value);
    aw__writes(it);
    it->is_set = false;
    return aw_none();
}

bool aw_event_is_set(aw_value value) {
    const event *it = event_in(value);
    aw__reads(it);
    return it && it->is_set;
}
