/* Operations: what the runtime's functions give to be awaited where Python has a coroutine, aw_sleep(1) or aw_queue_get(queue). Each is a small
 * state machine in place of a coroutine with a stack: it waits for one future after another.
 *
 * `step` is asyncio's coroutine, cut at its awaits. Lock.acquire(), for instance:
 *
 *     static aw_step acquire(aw__operation *self, aw_value input, aw_value *out) {
 *         lock *lock = …self->subject…;
 *         if (self->state == 0) {
 *             if (free) { lock->locked = true; return aw__operation_return(out, aw_bool(true)); }
 *             self->state = 1;
 *             return aw__operation_wait(self, a new future);      // fut = …; await fut
 *         }
 *         …                                                        // what follows the await
 *         if (aw_is_error(input)) return aw__operation_fail(out, input);
 *         …
 *     }
 */
#ifndef AW_TASK_OPERATION_H
#define AW_TASK_OPERATION_H

#include "future.h"

typedef struct aw__operation aw__operation;

typedef struct aw__operation_class {
    aw__awaitable_class base; /* AW__OPERATION_CLASS("Lock.acquire") fills it in */
    const char *qualname;
    /* Goes on from self->state. `input` is borrowed: None at the start; then what the future gave that it waited for, or an error: the future's,
     * or one that was thrown in (CancelledError; GeneratorExit from close). Ends by one of the three below, which alone set `out`. */
    aw_step (*step)(aw__operation *self, aw_value input, aw_value *out);
} aw__operation_class;

struct aw__operation {
    aw__classed base;
    uint8_t state; /* 0 at the start; the step's own to set */
    bool started, ended, running;
    aw_value subject, argument; /* with references */
    aw_value waiter;            /* the future that it waits for, or that the step goes on from, with a reference; None: a bare yield */
    double number;
};

aw_step aw__operation_send(aw_value self, aw_value value, aw_value *out);
aw_step aw__operation_throw(aw_value self, size_t count, const aw_value *arguments, aw_value *out);
aw_value aw__operation_close(aw_value self);
void aw__operation_destroy(aw__object *object);
aw_value aw__operation_repr(aw_value self);
#define AW__OPERATION_CLASS(qualified, function)                                                              \
    {{{"coroutine", aw__operation_destroy, aw__operation_repr}, true, aw__operation_send, aw__operation_throw, aw__operation_close}, \
     (qualified), (function)}

/* In the caller's scope; retains both values. An argument that is an error is returned. Error: MemoryError. */
aw_value aw__operation_new(const aw__operation_class *class, aw_value subject, aw_value argument);

/* How a step ends. `future`: owned, taken over; NULL: MemoryError is raised here in the next step. If it is done already the next step follows at once. */
aw_step aw__operation_wait(aw__operation *self, aw__future *future);
/* await sleep(0): lets everything else run once. */
aw_step aw__operation_yield(aw__operation *self);
/* `value` and `error` are borrowed. */
aw_step aw__operation_return(aw_value *out, aw_value value);
aw_step aw__operation_fail(aw_value *out, aw_value error);

#endif
