/* What coroutines tell the trace: who, where and by whom. */
#include "observe.h"

/* Kept beside the coroutine, where memory allows: most never have one. */
uint32_t aw__observed_number(aw__coroutine *coroutine) {
    if (!coroutine) return 0;
    aw__labels *labels = aw__labels_of(coroutine);
    if (!labels) return 0;
    if (!labels->number) labels->number = aw__trace_number();
    return labels->number;
}

static void tell(aw_trace_kind kind, aw__coroutine *coroutine, aw__coroutine *other) {
    const aw_site *site = coroutine->site;
    aw__traced event = {
        .kind = kind,
        .task = aw__trace_task(),
        .coroutine = aw__observed_number(coroutine),
        .other = aw__observed_number(other),
        .name = aw_coroutine_qualname(aw__from_object(coroutine)),
        .file = site ? site->file : coroutine->code->file,
        .line = site ? site->line : coroutine->code->line,
    };
    aw__trace(&event);
}

__attribute__((noinline)) void aw__observed(aw_trace_kind kind, aw__coroutine *coroutine) {
    tell(kind, coroutine, kind == AW_TRACE_CREATED ? aw__active : NULL);
}

__attribute__((noinline)) void aw__observed_await(aw__coroutine *coroutine, aw_value awaited) {
    tell(AW_TRACE_AWAITED, coroutine, aw__drivable(awaited));
}

void aw__trace_began(void) { aw__epoch++; }
