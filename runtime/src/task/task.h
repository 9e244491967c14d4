/* Tasks. After CPython's _asynciomodule.c: task_step_impl, task_wakeup, Task.cancel.
 *
 *     ready ──step──► running ──yields a future──► waiting (`waiter` is set) ──the future is done──► ready
 *       ▲                │ └──returns or raises──► done
 *       └──yields None───┘
 */
#ifndef AW_TASK_TASK_H
#define AW_TASK_TASK_H

#include <aw/task.h>

#include "future.h"

typedef struct aw__task {
    aw__future future;
    bool must_cancel; /* CancelledError is raised in the next step. To an explorer its address stands for the task itself, the future's for its outcome */
    bool is_asked;    /* a request to cancel is on its way through it */
    bool finalized;    /* destroyed while it was pending, which is said once: whoever hears of it may bring it back to life */
    bool seen_by_host; /* JavaScript waits for it: a run's end leaves it alone */
    uint32_t cancelling;
    uint32_t serial;                  /* counts all tasks */
    aw_value coroutine, name;         /* with references; a name that is an int is the number of "Task-7" */
    aw__future *waiter;               /* with a reference */
    struct aw__task *next, *previous; /* among those that are not done, oldest first */
} aw__task;

extern const aw__future_class aw__task_class;
extern aw__task *aw__first_task;   /* of those that are not done */
extern aw__task *aw__current_task; /* NULL outside one */
extern uint32_t aw__tasks_made;    /* the last serial */

static inline bool aw__is_task(aw_value value) { return aw__has_type(value, AW_TYPE_TASK); }
static inline aw__task *aw__task_in(aw_value value) { return (aw__task *)(void *)aw__object_of(value); }
static inline aw_value aw__task_value(const aw__task *task) { return aw__from_object(task); }

/* A new task for what can be driven; in the caller's scope, held by the loop until it is done. Errors as aw_create_task's. */
aw_value aw__task_new(aw_value coroutine, aw_value name);
bool aw__task_cancel(aw__task *task, aw_value message);
/* After a trap: ends a task whose step was not left. */
void aw__task_interrupted(aw__task *task, aw_value exception);
/* Lets go of all that are not done, as the end of a loop does: each is reported, and its coroutine closed. */
void aw__tasks_abandon(void);
/* The loop's call when what a task waits for is done: (future, task). To find who waits for a future. */
aw_value aw__task_wakeup(aw_value future, aw_value task);
/* The task that this call of the loop's steps; NULL where it is another. */
aw__task *aw__task_stepped(aw__call call, aw_value subject, aw_value argument);
/* In the caller's scope. */
aw_value aw__task_repr(aw_value task);
/* Is this a coroutine to Python: what create_task takes? */
bool aw__is_coroutine_like(aw_value value);

#endif
