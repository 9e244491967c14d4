/* The trace: one flat list of what coroutines, tasks, timers and host operations do. It observes and never decides; while it is off it costs nothing. */
#ifndef AW_TRACE_H
#define AW_TRACE_H

#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What happened, and what `name`, `coroutine`, `other` and `number` are then. Where nothing is said they are empty. */
#define AW__TRACE_KINDS(X)                                                                                    \
    /* A coroutine, generator or asynchronous generator: its name, itself, and */                             \
    X(CREATED, "created")   /* other: the coroutine that made it, or 0 */                                     \
    X(RESUMED, "resumed")   /* it runs, for the first time or again */                                        \
    X(AWAITED, "awaited")   /* other: the coroutine that it awaits, or 0 for anything else */                 \
    X(YIELDED, "yielded")   /* it is suspended */                                                             \
    X(RETURNED, "returned")                                                                                   \
    X(RAISED, "raised")                                                                                       \
    X(CLOSED, "closed")     /* it was closed, or thrown into, before it ever ran */                           \
    /* A task: its name, `task` is itself; for the three that others do to it other: the task that ran, or 0 */ \
    X(TASK_CREATED, "task created")                                                                           \
    X(TASK_SCHEDULED, "task scheduled") /* its next step is ready */                                          \
    X(TASK_STEP, "task step")           /* a step begins; `coroutine` is its outermost one */                 \
    X(TASK_PAUSED, "task paused")       /* the step ends, the task goes on later */                           \
    X(TASK_CANCELLED, "task cancelled") /* it is asked to end */                                              \
    X(TASK_DONE, "task done")           /* the step ends, and with it the task */                             \
    /* A timer: the callback's name, number: when it is due, in seconds of aw_time() */                       \
    X(TIMER_SET, "timer set")                                                                                 \
    X(TIMER_FIRED, "timer fired")                                                                             \
    X(TIMER_CANCELLED, "timer cancelled")                                                                     \
    /* What JavaScript does for the program: its name, other: the operation's number */                       \
    X(HOST_STARTED, "host operation started")                                                                 \
    X(HOST_SETTLED, "host operation settled")                                                                 \
    X(HOST_CANCELLED, "host operation cancelled")
typedef enum aw_trace_kind {
#define AW__TRACE_KIND(kind, text) AW_TRACE_##kind,
    AW__TRACE_KINDS(AW__TRACE_KIND)
#undef AW__TRACE_KIND
} aw_trace_kind;

enum { AW_TRACE_NAME = 40 };
/* Tasks and coroutines are told apart by numbers, which are never used twice. Coroutines from before the trace began get theirs when they are first met. */
typedef struct aw_trace_event {
    uint64_t sequence;   /* counts all events, also those that were dropped */
    double clock;        /* seconds of aw_time(): of the virtual clock, where there is one */
    double real_clock;   /* seconds of the host's clock */
    double number;
    uint32_t kind;       /* aw_trace_kind */
    uint32_t task;       /* the one that ran, 0: none */
    uint32_t coroutine, other;
    int32_t line;        /* where the coroutine stands; 0: unknown */
    const char *file;    /* or NULL */
    char name[AW_TRACE_NAME]; /* cut off, if need be */
} aw_trace_event;

/* Begins with an empty list of at most `capacity` events; the oldest go when it is full. Returns None. Errors: ValueError for a capacity of 0, MemoryError. */
aw_value aw_trace_start(size_t capacity);
/* Ends it. What was not read is lost. */
void aw_trace_stop(void);
bool aw_trace_running(void);
/* Moves at most `count` events out, oldest first; how many. */
size_t aw_trace_read(aw_trace_event *out_events, size_t count);
/* How many were dropped since the start because nobody read them in time. */
uint64_t aw_trace_dropped(void);
/* "task scheduled" */
const char *aw_trace_kind_name(aw_trace_kind kind);

#ifdef __cplusplus
}
#endif
#endif
