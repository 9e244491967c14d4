/* What Python's own statements do: raise, try, return, loops. */
#include "judge.h"

static flow op_log(frame *me, const node *arguments) { return say(me, "%s", arguments[0].text); }

static flow op_return(frame *me, const node *arguments) {
    me->value = value_of(&arguments[0]);
    return aw_is_error(me->value) ? FLOW_RAISE : FLOW_RETURN;
}

static flow op_raise(frame *me, const node *arguments) {
    const aw_kind *kind = aw_kind_named(arguments[0].text);
    if (arguments[1].type == NODE_NULL) return finish(me, aw_raise(kind));
    return finish(me, aw_raise(kind, "%s", arguments[1].text));
}

static flow op_reraise(frame *me, const node *arguments) {
    (void)arguments;
    return finish(me, aw_reraise());
}

static flow op_break(frame *me, const node *arguments) {
    (void)me;
    (void)arguments;
    return FLOW_BREAK;
}

static flow op_repeat(frame *me, const node *arguments) {
    flow how = FLOW_NEXT;
    for (int64_t i = 0; i < arguments[0].number && how == FLOW_NEXT; i++) how = run_block(me, &arguments[1]);
    return how == FLOW_BREAK ? FLOW_NEXT : how;
}

/* An `except` of several classes is tried class by class: only one can take the error. */
static flow run_handlers(frame *me, const node *handlers) {
    aw_value raised = me->value;
    for (uint32_t i = 0; i < handlers->count; i++) {
        const node *kinds = &handlers->items[i].items[0], *ops = &handlers->items[i].items[1];
        for (uint32_t k = 0; k < kinds->count; k++) {
            bool caught = false;
            flow how = FLOW_NEXT;
            AW_EXCEPT(raised, aw_kind_named(kinds->items[k].text), exception) {
                caught = true;
                how = say(me, "caught %s", show_exception(exception));
                if (how == FLOW_NEXT) how = run_block(me, ops);
            }
            if (caught) return how;
        }
    }
    return FLOW_RAISE;
}

static flow op_try(frame *me, const node *arguments) {
    const node *body = node_member(arguments, "body"), *handlers = node_member(arguments, "except");
    const node *otherwise = node_member(arguments, "else"), *last = node_member(arguments, "finally");
    bool handles = handlers != NULL && handlers->count > 0;

    flow how = body ? run_block(me, body) : FLOW_NEXT;
    if (how == FLOW_RAISE && handles) how = run_handlers(me, handlers);
    else if (how == FLOW_NEXT && handles && otherwise) how = run_block(me, otherwise);
    if (last == NULL || last->type == NODE_NULL) return how;

    aw_value held = me->value, pending = how == FLOW_RAISE ? held : aw_none();
    flow after = FLOW_NEXT;
    AW_FINALLY(pending) { after = run_block(me, last); }
    if (after != FLOW_NEXT) return after;
    me->value = held;
    return how;
}

const op flow_ops[] = {
    {"log", "s", op_log},       {"return", "v", op_return}, {"raise", "km", op_raise}, {"reraise", "", op_reraise},
    {"break", "", op_break},    {"repeat", "no", op_repeat}, {"try", "t", op_try},      {NULL, NULL, NULL},
};
