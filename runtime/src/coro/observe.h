/* What coroutines tell the trace. */
#ifndef AW_CORO_OBSERVE_H
#define AW_CORO_OBSERVE_H

#include "../base/trace.h"
#include "coroutine.h"

/* A coroutine's number in the trace; 0 for NULL. */
uint32_t aw__observed_number(aw__coroutine *coroutine);
void aw__observed(aw_trace_kind kind, aw__coroutine *coroutine);
void aw__observed_await(aw__coroutine *coroutine, aw_value awaited);

static inline void aw__observe(aw_trace_kind kind, aw__coroutine *coroutine) {
    if (aw__is_tracing()) aw__observed(kind, coroutine);
}
static inline void aw__observe_await(aw__coroutine *coroutine, aw_value awaited) {
    if (aw__is_tracing()) aw__observed_await(coroutine, awaited);
}
/* The quick send looks at nothing: while there is a trace no root remembers its leaf, which is what that one needs. */
static inline void aw__observe_every_send(void) {
    if (aw__is_tracing()) aw__epoch++;
}

#endif
