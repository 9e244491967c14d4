/* Futures as the program uses them. */
#include "future.h"

static aw_value not_a_future(aw_value value) {
    AW_TRY(value);
    return aw_raise(AW_TYPE_ERROR, "a Future was expected, got %s", aw_type_name(value));
}

bool aw_is_future(aw_value value) { return aw__is_future(value); }

static uint8_t state_of(aw_value future) {
    aw__reads(aw__object_of(future));
    return aw__future_in(future)->state;
}

bool aw_future_done(aw_value value) { return aw__is_future(value) && state_of(value) != AW__PENDING; }
bool aw_future_cancelled(aw_value value) { return aw__is_future(value) && state_of(value) == AW__CANCELLED; }

aw_value aw_future_new(void) {
    AW_TRY(aw__loop_check());
    return aw__fresh(aw__plain_future_new());
}

aw_value aw_future_result(aw_value value) {
    if (!aw__is_future(value)) return not_a_future(value);
    aw__future *future = aw__future_in(value);
    if (state_of(value) == AW__PENDING) return aw_raise(AW_INVALID_STATE_ERROR, "Result is not set.");
    aw_value outcome = aw__own(aw__retain(aw__future_outcome(future)));
    return aw_is_error(outcome) ? aw_raise_exception(outcome) : outcome;
}

aw_value aw_future_exception(aw_value value) {
    if (!aw__is_future(value)) return not_a_future(value);
    aw__future *future = aw__future_in(value);
    if (state_of(value) == AW__PENDING) return aw_raise(AW_INVALID_STATE_ERROR, "Exception is not set.");
    if (future->state == AW__CANCELLED) return aw_raise_exception(aw__future_cancelled_error(future));
    future->log = false;
    return future->failed ? aw__own(aw__retain(future->result)) : aw_none();
}

/* -- setting -- */

static aw_value refuse_setting(aw_value value, const char *operation) {
    if (!aw__is_future(value)) return not_a_future(value);
    if (aw__has_type(value, AW_TYPE_TASK)) return aw_raise(AW_RUNTIME_ERROR, "Task does not support %s operation", operation);
    if (aw__class_of(value) != &aw__plain_future_class.base.class) aw__touches_everything(); /* it is set behind its owner's back */
    return aw_none();
}

static aw_value set(bool was_pending) { return was_pending ? aw_none() : aw_raise(AW_INVALID_STATE_ERROR, "invalid state"); }

aw_value aw_future_set_result(aw_value value, aw_value result) {
    if (aw_is_error(result)) return aw_future_set_exception(value, result);
    AW_TRY(refuse_setting(value, "set_result"));
    return set(aw__future_set_result(aw__future_in(value), result));
}

aw_value aw_future_set_exception(aw_value value, aw_value exception) {
    AW_TRY(refuse_setting(value, "set_exception"));
    if (state_of(value) != AW__PENDING) return set(false);
    if (aw__tag(exception) == AW__TAG_KIND) exception = aw_exception_of(aw_kind_of(exception), 0, NULL);
    if (!aw__is_exception(exception)) return aw_raise(AW_TYPE_ERROR, "invalid exception object");
    if (aw_kind_of(exception) == AW_STOP_ITERATION)
        return aw_raise(AW_TYPE_ERROR, "StopIteration interacts badly with generators and cannot be raised into a Future");
    return set(aw__future_set_exception(aw__future_in(value), exception));
}

typedef struct request {
    aw__future *future;
    aw_value message;
    bool accepted;
} request;

/* From a task on to what it waits for: on the main stack. */
static void cancel(void *argument) {
    request *r = argument;
    r->accepted = aw__future_cancel(r->future, r->message);
}

aw_value aw_cancel_with(aw_value value, aw_value message) {
    AW_TRY(message);
    if (!aw__is_future(value)) return not_a_future(value);
    request r = {aw__future_in(value), message, false};
    aw__cancel_went_round = false;
    aw__on_main_stack(cancel, &r);
    return aw__cancel_went_round ? aw_raise(AW_RECURSION_ERROR, "maximum recursion depth exceeded") : aw_bool(r.accepted);
}

aw_value aw_cancel(aw_value value) { return aw_cancel_with(value, aw_none()); }

/* -- done callbacks -- */

/* The build knows it by name. */
static __attribute__((noinline)) aw_value run_program_callback(aw_value future, aw_value argument) {
    aw__handle *handle = (aw__handle *)(void *)aw__object_of(argument);
    return aw__callback_ended(((aw_done_callback)(void (*)(void))handle->callback)(future, handle->argument), handle->name, argument);
}

aw_value aw__add_done_callback(aw_value value, aw_done_callback callback, const char *name, aw_value argument) {
    AW_TRY(argument);
    if (!aw__is_future(value)) return not_a_future(value);
    aw_value added = aw_none();
    AW_SCOPE {
        aw_value handle = aw__handle_new((aw_callback)(void (*)(void))callback, name, argument);
        if (aw_is_error(handle) || !aw__future_on_done(aw__future_in(value), run_program_callback, handle)) added = aw__memory_error();
    }
    return added;
}

aw_value aw_remove_done_callback(aw_value value, aw_done_callback callback, aw_value argument) {
    AW_TRY(argument);
    if (!aw__is_future(value)) return not_a_future(value);
    aw__future *future = aw__future_in(value);
    aw__writes(future);
    int64_t removed = 0;
    for (uint32_t i = 0; i < future->done_count;) {
        aw__done *done = &aw__future_callbacks(future)[i];
        aw__handle *handle = done->call == run_program_callback ? (aw__handle *)(void *)aw__object_of(done->argument) : NULL;
        bool same = handle && handle->callback == (aw_callback)(void (*)(void))callback && aw_equal(handle->argument, argument);
        if (same) removed += (int64_t)aw__future_forget(future, run_program_callback, done->argument);
        else i++;
    }
    return aw_int(removed);
}
