/* Futures: pending, then finished or cancelled, once. After CPython's _asynciomodule.c. */
#include "future.h"

#include "../base/mistakes.h"
#include "observe.h"

#include <string.h>

/* -- life -- */

aw__future *aw__future_new(const aw__future_class *class, aw_type type, size_t size) {
    aw__future *future = aw__classed_new(type, &class->base.class, size);
    if (future) future->result = aw_none();
    return future;
}

void aw__future_drop_callbacks(aw__future *future) {
    if (!future->done_count && !future->done_capacity) return;
    aw__done one = future->done.one, *each = future->done_capacity ? future->done.many : &one;
    uint32_t count = future->done_count, capacity = future->done_capacity;
    future->done_count = future->done_capacity = 0; /* what is released may come by here */
    for (uint32_t i = 0; i < count; i++) aw__release(each[i].argument);
    if (capacity) aw__free(each, capacity * sizeof *each);
}

static void report_unseen(aw__future *future, const char *what) {
    AW_SCOPE {
        aw_value message = aw_format("%s exception was never retrieved", what);
        aw__note_mistake(AW__NEVER_RETRIEVED, aw_is_error(message) ? "exception was never retrieved" : aw_as_string(message),
                         aw__future_value(future), future->result);
        aw_value ended = aw__loop_error(aw_is_error(message) ? "exception was never retrieved" : aw_as_string(message), future->result, "future",
                                        aw__future_value(future));
        if (aw_is_error(ended)) aw__unraisable(ended, aw_none());
    }
}

bool aw__future_fini(aw__future *future, const char *what) {
    if (future->log) {
        future->log = false;
        future->base.object.references = 1;
        report_unseen(future, what);
        if (--future->base.object.references) return false;
    }
    aw__future_drop_callbacks(future);
    if (future->cancelled) aw__object_release(&future->cancelled->object);
    aw__release(future->result);
    return true;
}

static void destroy(aw__object *object) {
    if (aw__future_fini((aw__future *)(void *)object, "Future")) aw__object_free(object, sizeof(aw__future));
}

/* -- outcomes -- */

static void schedule_callbacks(aw__future *future) {
    if (aw__is_tracing()) aw__observed_done(future);
    aw__done *each = aw__future_callbacks(future);
    for (uint32_t i = 0; i < future->done_count; i++) aw__loop_soon(each[i].call, aw__retain(aw__future_value(future)), each[i].argument);
    future->done_count = 0;
    aw__future_drop_callbacks(future);
}

static void finish(aw__future *future, uint8_t state, aw_value result) {
    aw_value before = future->result;
    future->state = state;
    future->result = aw__retain(result);
    if (future->done_count || aw__is_tracing()) schedule_callbacks(future);
    aw__release(before);
}

static inline bool may_finish(aw__future *future) {
    bool is_pending = future->state == AW__PENDING;
    if (aw__is_recording()) {
        aw__note_access(future, is_pending);
        if (future->base.object.type == AW_TYPE_TASK) aw__note_access(&aw__the_tasks, false); /* it leaves their list */
    }
    return is_pending;
}

bool aw__future_set_result(aw__future *future, aw_value result) {
    if (!may_finish(future)) return false;
    finish(future, AW__FINISHED, result);
    return true;
}

bool aw__future_set_exception(aw__future *future, aw_value exception) {
    if (!may_finish(future)) return false;
    future->failed = future->log = true;
    future->trace_count = aw__exception_in(exception)->trace_count;
    finish(future, AW__FINISHED, aw_caught(exception));
    return true;
}

bool aw__future_cancel_plain(aw__future *future, aw_value message) {
    future->log = false;
    if (!may_finish(future)) return false;
    finish(future, AW__CANCELLED, message);
    return true;
}

/* The build knows it by name. */
__attribute__((noinline)) bool aw__future_cancel(aw__future *future, aw_value message) {
    const aw__future_class *class = (const aw__future_class *)(const void *)future->base.class;
    return class->cancel ? class->cancel(future, message) : aw__future_cancel_plain(future, message);
}

aw_value aw__future_cancelled_error(aw__future *future) {
    if (future->cancelled) {
        aw_value error = aw__own(aw__from_error(future->cancelled));
        future->cancelled = NULL;
        return error;
    }
    if (future->state == AW__FINISHED || aw_is_none(future->result)) return aw__error_new(AW_CANCELLED_ERROR); /* gather asks one that has ended otherwise, too */
    aw_value made = aw_exception_of(AW_CANCELLED_ERROR, 1, &future->result);
    return aw_is_error(made) ? made : aw__from_error(aw__object_of(made));
}

aw_value aw__future_outcome(aw__future *future) {
    aw__reads(future);
    if (future->state == AW__CANCELLED) return aw__future_cancelled_error(future);
    future->log = false;
    if (!future->failed) return future->result;
    aw__exception *exception = aw__exception_in(future->result);
    if (!exception->object.immortal) exception->trace_count = future->trace_count;
    return aw__from_error(exception);
}

aw__exception *aw__future_exception(aw__future *future) {
    aw__reads(future);
    return future->failed ? aw__exception_in(future->result) : NULL;
}

/* -- callbacks: whoever waits does so beside others, so for an explorer adding and removing them is reading -- */

static bool grow(aw__future *future) {
    uint32_t capacity = future->done_capacity ? future->done_capacity * 2 : 4;
    aw__done *many = future->done_capacity
                         ? aw__reallocate(future->done.many, future->done_capacity * sizeof *many, capacity * sizeof *many)
                         : aw__allocate(capacity * sizeof *many);
    if (!many) return false;
    if (!future->done_capacity) many[0] = future->done.one;
    future->done.many = many;
    future->done_capacity = capacity;
    return true;
}

bool aw__future_on_done(aw__future *future, aw__call call, aw_value argument) {
    aw__reads(future);
    return aw__future_wait(future, call, argument);
}

bool aw__future_wait(aw__future *future, aw__call call, aw_value argument) {
    if (future->state != AW__PENDING) return aw__loop_soon(call, aw__retain(aw__future_value(future)), aw__retain(argument));
    uint32_t room = future->done_capacity ? future->done_capacity : 1;
    if (future->done_count == room && !grow(future)) return false;
    aw__future_callbacks(future)[future->done_count++] = (aw__done){call, aw__retain(argument)};
    return true;
}

size_t aw__future_forget(aw__future *future, aw__call call, aw_value argument) {
    aw__reads(future);
    aw__done *each = aw__future_callbacks(future);
    uint32_t kept = 0, all = future->done_count;
    for (uint32_t i = 0; i < all; i++)
        if (each[i].call != call || !aw_is(each[i].argument, argument)) each[kept++] = each[i];
    future->done_count = kept;
    for (uint32_t i = kept; i < all; i++) aw__release(argument);
    return all - kept;
}

/* -- awaiting one -- */

aw_step aw__future_send(aw_value self, aw_value value, aw_value *out) {
    (void)value;
    aw__future *future = aw__future_in(self);
    if (future->state != AW__PENDING) {
        *out = aw__retain(aw__future_outcome(future));
        return aw_is_error(*out) ? AW_STEP_ERROR : AW_STEP_RETURN;
    }
    if (future->blocking) {
        *out = aw__retain(aw_raise(AW_RUNTIME_ERROR, "await wasn't used with future"));
        return AW_STEP_ERROR;
    }
    future->blocking = true;
    *out = aw__retain(self);
    return AW_STEP_NEXT;
}

/* What is wrong with the arguments is said in other words than a coroutine's. */
static const char *wrong_with(size_t count, const aw_value *arguments) {
    if (count > 2 && !aw_is_none(arguments[2])) return "throw() third argument must be a traceback";
    if (aw__is_exception(arguments[0])) return count > 1 && !aw_is_none(arguments[1]) ? "instance exception may not have a separate value" : NULL;
    return aw__tag(arguments[0]) == AW__TAG_KIND ? NULL : "exceptions must be classes deriving BaseException or instances of such a class";
}

aw_step aw__future_throw(aw_value self, size_t count, const aw_value *arguments, aw_value *out) {
    (void)self;
    bool valid;
    const char *wrong = wrong_with(count, arguments);
    *out = wrong ? aw__retain(aw_raise(AW_TYPE_ERROR, "%s", wrong)) : aw__thrown(count, arguments, &valid);
    return AW_STEP_ERROR;
}

aw_value aw__future_close(aw_value self) {
    (void)self;
    return aw_none();
}

/* -- repr -- */

static aw_value names_of_callbacks(aw__future *future) {
    aw_value text = AW_TRY(aw_string(""));
    aw__done *each = aw__future_callbacks(future);
    for (uint32_t i = 0; i < future->done_count; i++) {
        bool is_program = aw__has_type(each[i].argument, AW_TYPE_HANDLE);
        const char *name = is_program ? ((aw__handle *)(void *)aw__object_of(each[i].argument))->name : NULL;
        if (aw__has_type(each[i].argument, AW_TYPE_TASK)) name = "Task.task_wakeup";
        if (aw_type_of(each[i].argument) == AW_TYPE_INT) name = "done"; /* of a run, or of JavaScript */
        if (i == 1 && future->done_count > 2) {
            text = AW_TRY(aw_format("%s, <%u more>", aw_as_string(text), (unsigned)(future->done_count - 2)));
            i = future->done_count - 2;
            continue;
        }
        if (name) text = AW_TRY(aw_format("%s%s%s()", aw_as_string(text), i ? ", " : "", name));
        else text = AW_TRY(aw_format("%s%s<%s wakeup>()", aw_as_string(text), i ? ", " : "", aw_type_name(each[i].argument)));
    }
    return text;
}

aw_value aw__future_info(aw__future *future) {
    aw__reads(future);
    if (future->failed) return aw_format(" exception=%s", aw_repr(future->result));
    if (future->state == AW__FINISHED) return aw_format(" result=%s", aw_repr(future->result));
    if (!future->done_count) return aw_string("");
    aw_value names = AW_TRY(names_of_callbacks(future));
    return aw_format(" cb=[%s]", aw_as_string(names));
}

aw_value aw__future_repr(aw_value self) {
    static const char *const states[] = {"pending", "cancelled", "finished"};
    aw_value info = AW_TRY(aw__future_info(aw__future_in(self)));
    return aw_format("<%s %s%s>", aw_type_name(self), states[aw__future_in(self)->state], aw_as_string(info));
}

const aw__future_class aw__plain_future_class = {
    {{"Future", destroy, aw__future_repr}, false, aw__future_send, aw__future_throw, aw__future_close}, NULL};
