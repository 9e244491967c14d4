/* What waits for several at once: gather, wait, shield, timeouts and task groups. */
#include "judge.h"

#include <string.h>

/* What these names are, or make, in a list. */
static aw_value list_of(const node *names, aw_value (*from)(const char *name)) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < names->count; i++) AW_TRY(aw_append(list, from(names->items[i].text)));
    return list;
}

static bool is_true(const node *value) { return value->type == NODE_TRUE; }

static flow op_gather(frame *me, const node *arguments) {
    aw_value list = list_of(&arguments[0], world_find);
    return finish_await(me, "gather", aw_await(aw_gather_list(list, is_true(&arguments[1]))));
}

static flow op_gather_calls(frame *me, const node *arguments) {
    aw_value list = list_of(&arguments[0], world_make);
    return finish_await(me, "gather_calls", aw_await(aw_gather_list(list, is_true(&arguments[1]))));
}

static aw_when when_of(const char *text) {
    return strcmp(text, "FIRST_COMPLETED") == 0 ? AW_FIRST_COMPLETED : strcmp(text, "FIRST_EXCEPTION") == 0 ? AW_FIRST_EXCEPTION : AW_ALL_COMPLETED;
}

static flow op_wait(frame *me, const node *arguments) {
    aw_value list = list_of(&arguments[0], world_find);
    aw_value both = aw_await(aw_wait(list, when_of(arguments[1].text), number_of(&arguments[2])));
    if (aw_is_error(both)) return finish(me, both);
    return say(me, "wait -> done=%zu pending=%zu", aw_length(aw_item(both, 0)), aw_length(aw_item(both, 1)));
}

static flow op_wait_for(frame *me, const node *arguments) {
    aw_value result = aw_await(aw_wait_for(world_find(arguments[0].text), number_of(&arguments[1])));
    return finish_await(me, memory_format("wait_for %s", arguments[0].text), result);
}

static flow op_wait_for_call(frame *me, const node *arguments) {
    aw_value result = aw_await(aw_wait_for(world_make(arguments[0].text), number_of(&arguments[1])));
    return finish_await(me, memory_format("wait_for_call %s", arguments[0].text), result);
}

static flow op_shield(frame *me, const node *arguments) {
    return finish_await(me, memory_format("shield %s", arguments[0].text), aw_await(aw_shield(world_find(arguments[0].text))));
}

static flow op_as_completed(frame *me, const node *arguments) {
    aw_value iterator = aw_as_completed(list_of(&arguments[0], world_find), number_of(&arguments[1]));
    if (aw_is_error(iterator)) return finish(me, iterator);
    for (;;) {
        aw_value next = aw_next(iterator);
        if (aw_matches(next, AW_STOP_ITERATION)) return FLOW_NEXT;
        aw_value value = aw_await(next);
        if (aw_is_error(value)) return finish(me, value);
        flow how = say(me, "completed %s", show(value));
        if (how != FLOW_NEXT) return how;
    }
}

/* -- blocks -- */

static flow op_timeout(frame *me, const node *arguments) {
    flow how = FLOW_NEXT;
    aw_value error = aw_none(), timeout = aw_timeout(number_of(&arguments[0]));
    AW_WITH_INTO(error, timeout, entered) {
        how = run_block(me, &arguments[1]);
        if (how == FLOW_RAISE) error = me->value;
    }
    if (aw_is_error(error)) return finish(me, error);
    if (how == FLOW_BREAK || how == FLOW_RETURN) return how;
    return say(me, "timeout block expired=%s", aw_timeout_expired(timeout) ? "True" : "False");
}

static aw_value create_tasks(aw_value group, const node *pairs) {
    for (uint32_t i = 0; i < pairs->count; i++) {
        const node *pair = &pairs->items[i];
        aw_value task = AW_TRY(aw_task_group_create_task(group, world_make(pair->items[1].text)));
        world_set(pair->items[0].text, task);
    }
    return aw_none();
}

static flow op_task_group(frame *me, const node *arguments) {
    flow how = FLOW_NEXT;
    aw_value error = aw_none();
    AW_WITH_INTO(error, aw_task_group_new(), group) {
        error = create_tasks(group, &arguments[0]);
        if (aw_is_error(error)) break;
        how = run_block(me, &arguments[1]);
        if (how == FLOW_RAISE) error = me->value;
    }
    if (aw_is_error(error)) return finish(me, error);
    return how == FLOW_RAISE ? FLOW_NEXT : how;
}

const op structured_ops[] = {
    {"gather", "Sb", op_gather},
    {"gather_calls", "Db", op_gather_calls},
    {"wait", "SsX", op_wait},
    {"wait_for", "sX", op_wait_for},
    {"wait_for_call", "dX", op_wait_for_call},
    {"shield", "s", op_shield},
    {"as_completed", "SX", op_as_completed},
    {"timeout", "Xo", op_timeout},
    {"task_group", "Po", op_task_group},
    {NULL, NULL, NULL},
};
