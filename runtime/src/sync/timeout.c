/* asyncio.timeout(), after Lib/asyncio/timeouts.py. */
#include "../task/operation.h"
#include "waiters.h"

#include <aw/awaitable.h>
#include <aw/timeout.h>

#include <math.h>

enum { CREATED, ENTERED, EXPIRING, EXPIRED, EXITED };
static const char *const states[] = {"created", "active", "expiring", "expired", "finished"};

typedef struct timeout {
    double when; /* NaN: never */
    uint8_t state;
    aw_value task, handle; /* with references, or None */
    int64_t cancelling;    /* the task's, when it was entered */
} timeout;

static const aw_object_type timeout_type;
static timeout *timeout_in(aw_value value) { return aw_object_data(value, &timeout_type); }

static void set(aw_value *place, aw_value value) {
    aw_value before = *place;
    *place = aw__retain(value);
    aw__release(before);
}

static void drop_handle(timeout *self) {
    aw_handle_cancel(self->handle);
    set(&self->handle, aw_none());
}

static aw_value on_timeout(aw_value value) {
    timeout *self = timeout_in(value);
    aw__writes(self);
    AW_TRY(aw_cancel(self->task));
    self->state = EXPIRING;
    set(&self->handle, aw_none());
    return aw_none();
}

static aw_value reschedule(timeout *self, double when) {
    aw__writes(self);
    if (self->state == CREATED) return aw_raise(AW_RUNTIME_ERROR, "Timeout has not been entered");
    if (self->state != ENTERED) return aw_raise(AW_RUNTIME_ERROR, "Cannot change state of %s Timeout", states[self->state]);
    self->when = when;
    drop_handle(self);
    if (isnan(when)) return aw_none();
    aw_value value = aw_object_of(self);
    bool is_past = when <= aw_time();
    set(&self->handle, AW_TRY(is_past ? aw__call_soon(on_timeout, "Timeout._on_timeout", value) : aw__call_at(when, on_timeout, "Timeout._on_timeout", value)));
    return aw_none();
}

/* -- in and out -- */

static aw_value enter(timeout *self) {
    aw__writes(self);
    if (self->state != CREATED) return aw_raise(AW_RUNTIME_ERROR, "Timeout has already been entered");
    aw_value task = AW_TRY(aw_current_task());
    if (aw_is_none(task)) return aw_raise(AW_RUNTIME_ERROR, "Timeout should be used inside a task");
    self->state = ENTERED;
    set(&self->task, task);
    self->cancelling = aw_task_cancelling(task);
    AW_TRY(reschedule(self, self->when));
    return aw_object_of(self);
}

static aw_value leave(timeout *self, aw_value exception) {
    aw__writes(self);
    drop_handle(self);
    if (self->state == ENTERED) self->state = EXITED;
    if (self->state != EXPIRING) return aw_none();
    self->state = EXPIRED;
    int64_t cancelling = aw_as_int(AW_TRY(aw_task_uncancel(self->task)));
    if (cancelling > self->cancelling || aw_kind_of(exception) != AW_CANCELLED_ERROR) return aw_none();
    return aw_raise_from(aw_exception(AW_TIMEOUT_ERROR, ""), exception);
}

static aw_step end(aw_value result, aw_value *out) {
    return aw_is_error(result) ? aw__operation_fail(out, result) : aw__operation_return(out, result);
}

static aw_step enter_step(aw__operation *self, aw_value input, aw_value *out) {
    return end(aw_is_error(input) ? input : enter(timeout_in(self->subject)), out);
}

static aw_step leave_step(aw__operation *self, aw_value input, aw_value *out) {
    return end(aw_is_error(input) ? input : leave(timeout_in(self->subject), self->argument), out);
}

static const aw__operation_class enter_class = AW__OPERATION_CLASS("Timeout.__aenter__", enter_step);
static const aw__operation_class leave_class = AW__OPERATION_CLASS("Timeout.__aexit__", leave_step);

/* -- the object -- */

static aw_value aenter(void *self) { return aw__operation_new(&enter_class, aw_object_of(self), aw_none()); }
static aw_value aexit(void *self, aw_value exception) { return aw__operation_new(&leave_class, aw_object_of(self), exception); }

static aw_value repr(void *data) {
    const timeout *self = data;
    aw__reads(self);
    if (self->state != ENTERED) return aw_format("<Timeout [%s]>", states[self->state]);
    aw_value when = isnan(self->when) ? aw_none() : aw_double(round(self->when * 1000) / 1000);
    return aw_format("<Timeout [active] when=%s>", aw_repr(when));
}

static void fini(void *data) {
    aw__ends_quietly();
    timeout *self = data;
    drop_handle(self);
    set(&self->task, aw_none());
}

static const aw_object_type timeout_type = {.name = "Timeout", .aenter = aenter, .aexit = aexit, .repr = repr, .fini = fini};

aw_value aw_timeout_at(double when) {
    aw_value made = AW_TRY(aw_object_new(&timeout_type, sizeof(timeout)));
    *timeout_in(made) = (timeout){.when = when, .task = aw_none(), .handle = aw_none()};
    return made;
}

aw_value aw_timeout(double delay) {
    AW_TRY(aw__loop_check());
    return aw_timeout_at(aw_time() + delay);
}

aw_value aw_timeout_reschedule(aw_value value, double when) {
    timeout *self = timeout_in(value);
    return self ? reschedule(self, when) : aw__expected("a Timeout", value);
}

double aw_timeout_when(aw_value value) {
    const timeout *self = timeout_in(value);
    aw__reads(self);
    return self ? self->when : AW_NO_TIMEOUT;
}

bool aw_timeout_expired(aw_value value) {
    const timeout *self = timeout_in(value);
    aw__reads(self);
    return self && (self->state == EXPIRING || self->state == EXPIRED);
}
