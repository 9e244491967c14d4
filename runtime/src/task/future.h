/* Futures, and what others of the runtime do with them. */
#ifndef AW_TASK_FUTURE_H
#define AW_TASK_FUTURE_H

#include <aw/future.h>

#include "../coro/native.h"
#include "../loop/loop.h"

enum { AW__PENDING, AW__CANCELLED, AW__FINISHED };

/* A done callback: call(future, argument). One of the program's own stands in a handle, which is the argument. */
typedef struct aw__done {
    aw__call call;
    aw_value argument; /* with a reference */
} aw__done;

typedef struct aw__future {
    aw__classed base;
    uint8_t state;
    bool blocking; /* _asyncio_future_blocking: it was yielded by an await, and not by anything else */
    bool log;      /* it has an exception that nobody has seen */
    bool failed;   /* it is finished, and `result` is an exception */
    uint32_t trace_count;     /* how long the exception's trace was then */
    aw__exception *cancelled; /* the CancelledError that ended a task, until somebody gets it */
    uint32_t done_count, done_capacity;
    aw_value result; /* or the exception as a plain value; the message of the cancellation, also of one to come; with a reference */
    union {
        aw__done one; /* in use while done_capacity is 0 */
        aw__done *many;
    } done;
} aw__future;

/* The class of a future says how cancelling it works: tasks and what gather() gives have their own. */
typedef struct aw__future_class {
    aw__awaitable_class base;
    bool (*cancel)(aw__future *self, aw_value message); /* NULL: a plain future */
} aw__future_class;
extern const aw__future_class aw__plain_future_class;

static inline bool aw__is_future(aw_value value) { return aw__has_type(value, AW_TYPE_FUTURE) || aw__has_type(value, AW_TYPE_TASK); }
static inline aw__future *aw__future_in(aw_value value) { return (aw__future *)(void *)aw__object_of(value); }
static inline aw_value aw__future_value(const aw__future *future) { return aw__from_object(future); }

/* Owned; NULL where memory is exhausted. `size` for a class that adds to it. */
aw__future *aw__future_new(const aw__future_class *class, aw_type type, size_t size);
static inline aw__future *aw__plain_future_new(void) { return aw__future_new(&aw__plain_future_class, AW_TYPE_FUTURE, sizeof(aw__future)); }
/* The end of every future, for a class's destroy(): says `what` exception was never retrieved, "Future", and releases what it holds. False where that brought it
 * back to life. */
bool aw__future_fini(aw__future *future, const char *what);

/* What they are called with is borrowed. All do nothing, and give false, where it is done already. */
bool aw__future_set_result(aw__future *future, aw_value result);
bool aw__future_set_exception(aw__future *future, aw_value exception); /* an exception or an error */
/* future.cancel(msg), by its class; of the plain kind. `message` None: none. */
bool aw__future_cancel(aw__future *future, aw_value message);
/* The last one came back to a task that it had passed: tasks wait for each other in a circle. Python's RecursionError. */
extern bool aw__cancel_went_round;
bool aw__future_cancel_plain(aw__future *future, aw_value message);
/* The result, or the exception as an error, of one that is done: it counts as retrieved. Borrowed, or in the caller's scope. */
aw_value aw__future_outcome(aw__future *future);
/* The exception that it failed with, not counted as retrieved; NULL where it has none. Not for a cancelled one. */
aw__exception *aw__future_exception(aw__future *future);
/* future._make_cancelled_error(): in the caller's scope, as an error. */
aw_value aw__future_cancelled_error(aw__future *future);

/* Calls call(future, argument) one iteration after it is done; soon, if it is. `argument` is retained. False where memory is exhausted. */
bool aw__future_on_done(aw__future *future, aw__call call, aw_value argument);
/* The same for a task's own step, after which an explorer sees what the task waits for. */
bool aw__future_wait(aw__future *future, aw__call call, aw_value argument);
static inline aw__done *aw__future_callbacks(aw__future *future) { return future->done_capacity ? future->done.many : &future->done.one; }
/* What awaiting a future is: send and throw of its iterator. */
aw_step aw__future_send(aw_value self, aw_value value, aw_value *out);
aw_step aw__future_throw(aw_value self, size_t count, const aw_value *arguments, aw_value *out);
aw_value aw__future_close(aw_value self);
/* The repr of a future of any class but a task's. */
aw_value aw__future_repr(aw_value self);
/* What repr() says after the type and the state: result, callbacks. In the caller's scope. */
aw_value aw__future_info(aw__future *future);
/* Removes all. */
void aw__future_drop_callbacks(aw__future *future);
/* Removes those with this call and argument; how many. */
size_t aw__future_forget(aw__future *future, aw__call call, aw_value argument);

#endif
