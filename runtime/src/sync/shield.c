/* asyncio.shield(), after Lib/asyncio/tasks.py. */
#include "../task/task.h"

#include "../base/port.h"

static aw_value inner_done(aw_value inner_value, aw_value outer_value) {
    aw__future *inner = aw__future_in(inner_value), *outer = aw__future_in(outer_value);
    bool cancelled = inner->state == AW__CANCELLED;
    if (!cancelled) inner->log = false;
    aw__reads(outer);
    if (outer->state == AW__CANCELLED) return aw_none();
    if (cancelled) aw__future_cancel(outer, aw_none());
    else if (inner->failed) aw__future_set_exception(outer, inner->result);
    else aw__future_set_result(outer, inner->result);
    return aw_none();
}

static aw_value outer_done(aw_value outer, aw_value inner) {
    if (!aw_future_done(inner)) aw__future_forget(aw__future_in(inner), inner_done, outer);
    return aw_none();
}

static aw_value shield(aw_value awaitable) {
    aw_value inner = AW_TRY(aw_ensure_future(awaitable));
    if (aw_future_done(inner)) return inner;
    aw_value outer = AW_TRY(aw_future_new());
    if (!aw__future_on_done(aw__future_in(inner), inner_done, outer)) return aw__memory_error();
    if (aw__future_on_done(aw__future_in(outer), outer_done, inner)) return outer;
    aw__future_forget(aw__future_in(inner), inner_done, outer);
    return aw__memory_error();
}

static void shield_on_main_stack(void *argument) {
    aw_value *value = argument;
    *value = shield(*value);
}

aw_value aw_shield(aw_value awaitable) {
    aw__on_main_stack(shield_on_main_stack, &awaitable);
    return awaitable;
}
