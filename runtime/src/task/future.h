/* Futures, and what others of the runtime do with them. */
#ifndef AW_TASK_FUTURE_H
#define AW_TASK_FUTURE_H

#include <aw/future.h>

#include "../coro/native.h"
#include "../loop/loop.h"

enum { AW__PENDING, AW__CANCELLED, AW__FINISHED };

/* A done callback. The program's own have a `program` function and a name; those of the runtime a `call` of (future, argument). */
typedef struct aw__done {
    aw__call call;
    aw_value argument; /* with a reference */
    aw_done_callback program;
    const char *name;
} aw__done;

typedef struct aw__future {
    aw__classed base;
    uint8_t state;
    bool blocking; /* _asyncio_future_blocking: it was yielded by an await, and not by anything else */
    bool log;      /* it has an exception that nobody has seen */
    aw_value result; /* or the exception as a plain value, or the cancel message; with a reference */
    struct aw__future *cancelled_by; /* unused but by gather, see there */
    aw__exception *cancelled; /* the CancelledError that ended a task, until somebody gets it */
    uint32_t done_count, done_capacity;
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
/* Releases what every future holds; a class's destroy() calls it, and reports an exception that was never retrieved. */
void aw__future_fini(aw__future *future);

/* What they are called with is borrowed. All do nothing, and give false, where it is done already. */
bool aw__future_set_result(aw__future *future, aw_value result);
bool aw__future_set_exception(aw__future *future, aw_value exception); /* an exception or an error */
/* future.cancel(msg), by its class; of the plain kind. `message` None: none. */
bool aw__future_cancel(aw__future *future, aw_value message);
bool aw__future_cancel_plain(aw__future *future, aw_value message);
/* The result, or the exception as an error, of one that is done: it counts as retrieved. Borrowed, or in the caller's scope. */
aw_value aw__future_outcome(aw__future *future);
/* The exception that it failed with, not counted as retrieved; NULL where it has none. Not for a cancelled one. */
aw__exception *aw__future_exception(aw__future *future);
/* future._make_cancelled_error(): in the caller's scope, as an error. */
aw_value aw__future_cancelled_error(aw__future *future);

/* Calls call(future, argument) one iteration after it is done; soon, if it is. `argument` is retained. False where memory is exhausted. */
bool aw__future_on_done(aw__future *future, aw__call call, aw_value argument);
/* Removes those with this call and argument; how many. */
size_t aw__future_forget(aw__future *future, aw__call call, aw_value argument);

#endif
