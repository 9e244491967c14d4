/* A body that runs: blocks of operations, in a coroutine or, for the driver, outside any. */
#include "judge.h"

const op *const op_tables[] = {flow_ops, coroutine_ops, task_ops, structured_ops, sync_ops, generator_ops, NULL};

flow run_op(frame *me, const node *step) { return step->op->run(me, step->items + 1); }

flow run_block(frame *me, const node *ops) {
    for (uint32_t i = 0; i < ops->count; i++) {
        flow how = run_op(me, &ops->items[i]);
        if (how != FLOW_NEXT) return how;
    }
    return FLOW_NEXT;
}

flow finish(frame *me, aw_value value) {
    if (!aw_is_error(value)) return FLOW_NEXT;
    me->value = value;
    return FLOW_RAISE;
}

flow finish_await(frame *me, const char *text, aw_value result) {
    return aw_is_error(result) ? finish(me, result) : say(me, "%s -> %s", text, show(result));
}

flow finish_attempt(frame *me, const char *text, aw_value result) {
    if (!aw_is_error(result)) return say(me, "%s -> %s", text, show(result));
    if (aw_matches(result, &cut_kind)) return finish(me, result);
    return say(me, "%s !! %s", text, show_exception(result));
}

aw_value run_body(const node *body, const char *label) {
    frame me = {label, aw_none()};
    flow how = say(&me, "start");
    if (how == FLOW_NEXT) how = run_block(&me, body);
    return how == FLOW_NEXT ? aw_none() : me.value;
}

AW_ASYNC(interpret, (const node *, body), (const char *, label)) { return run_body(body, label); }
AW_STACK(interpret, 65536);
