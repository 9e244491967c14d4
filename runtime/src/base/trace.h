/* Recording the trace. The floors above say what happened; each of their places is one test of `aw__tracing` while it is off. */
#ifndef AW_BASE_TRACE_H
#define AW_BASE_TRACE_H

#include <aw/trace.h>

extern bool aw__tracing;
static inline bool aw__is_tracing(void) { return __builtin_expect(aw__tracing, false); }

/* What is recorded; the sequence number and the clocks are filled in. `name` is copied; where it is NULL the name is that of task `unnamed`. */
typedef struct aw__traced {
    aw_trace_kind kind;
    uint32_t task, coroutine, other, unnamed;
    const char *name, *file;
    int line;
    double number;
} aw__traced;
/* Runs anywhere, with little stack. */
void aw__trace(aw__traced *event);
/* The next number for a coroutine. */
uint32_t aw__trace_number(void);

/* Told to the floor of coroutines. */
void aw__trace_began(void);
/* The number of the task that runs, or 0, which the floor of tasks knows. */
uint32_t aw__trace_task(void);

#endif
