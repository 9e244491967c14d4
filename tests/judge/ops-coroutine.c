/* Coroutines: awaiting them, and driving them by hand. */
#include "judge.h"

#include <string.h>

/* The oracle's `suspend`, word for word. */
AW_GENERATOR(hand_over, (aw_value, value)) { return AW_YIELD(value); }

static flow op_suspend(frame *me, const node *arguments) {
    aw_value value = value_of(&arguments[0]);
    const char *text = memory_format("suspend %s", show(value));
    if (world_suspends_by_generator()) return finish_await(me, text, aw_await(hand_over(value)));
    return finish_await(me, text, aw_await(aw_suspend(value)));
}

static flow op_call(frame *me, const node *arguments) {
    const char *name = arguments[0].text;
    return finish_await(me, memory_format("call %s", name), aw_await(world_make(name)));
}

static flow op_await(frame *me, const node *arguments) {
    const char *name = arguments[0].text;
    return finish_await(me, memory_format("await %s", name), aw_await(world_find(name)));
}

static flow op_new(frame *me, const node *arguments) {
    AW_SCOPE {
        aw_value made = world_make(arguments[1].text);
        if (aw_is_error(made)) return finish(me, made);
        aw_retain(made);
        world_set(arguments[0].text, made);
        aw_release(made);
    }
    return say(me, "new %s", arguments[0].text);
}

/* -- send, throw, close -- */

/* One line on how it ended. The object lives until that is said, also where the call gave its name to another. */
static flow drive(frame *me, const char *shown, aw_value object, aw_value (*call)(aw_value object, const node *arguments),
                  const node *arguments) {
    const char *ending = NULL;
    aw_retain(object);
    AW_SCOPE {
        aw_value result = call(object, arguments);
        if (!aw_is_error(result)) ending = memory_format("-> %s", show(result));
        else if (!aw_matches(result, &cut_kind)) ending = memory_format("!! %s", show_exception(result));
    }
    flow how = ending == NULL ? raise_cut(me) : say(me, "%s %s", shown, ending);
    aw_release(object);
    return how;
}

static aw_value call_send(aw_value object, const node *arguments) { return aw_send(object, value_of(&arguments[1])); }

static aw_value call_throw(aw_value object, const node *arguments) {
    return aw_throw(object, exception_of(&arguments[1], &arguments[2]));
}

static aw_value call_close(aw_value object, const node *arguments) {
    (void)arguments;
    return aw_close(object);
}

static flow op_send(frame *me, const node *arguments) {
    const char *name = arguments[0].text;
    aw_value object = world_get(name);
    const char *value = NULL;
    AW_SCOPE { value = show(value_of(&arguments[1])); }
    if (!aw_is_none(object)) return drive(me, memory_format("send %s %s", name, value), object, call_send, arguments);
    if (arguments[1].type == NODE_STRING) return say(me, "send %s %s -> no such object", name, arguments[1].text);
    return say(me, "send %s -> no such object", name);
}

static flow op_throw(frame *me, const node *arguments) {
    const char *name = arguments[0].text, *message = arguments[2].text;
    aw_value object = world_get(name);
    const char *shown = memory_format("throw %s %s%s%s", name, arguments[1].text, message ? " " : "", message ? message : "");
    if (aw_is_none(object)) return say(me, "%s -> no such object", shown);
    return drive(me, shown, object, call_throw, arguments);
}

static flow op_close(frame *me, const node *arguments) {
    const char *shown = memory_format("close %s", arguments[0].text);
    aw_value object = world_get(arguments[0].text);
    if (aw_is_none(object)) return say(me, "%s -> no such object", shown);
    return drive(me, shown, object, call_close, arguments);
}

/* -- looking, and letting go -- */

static const char *python_bool(bool truth) { return truth ? "True" : "False"; }

static flow op_state(frame *me, const node *arguments) {
    const char *name = arguments[0].text;
    aw_value object = world_get(name);
    if (aw_is_none(object)) return say(me, "state %s -> no such object", name);
    if (aw_is_future(object)) return say(me, "state %s -> %s", name, future_state(object));
    if (aw_type_of(object) != AW_TYPE_COROUTINE) return say(me, "state %s -> object", name);
    aw_type awaited = AW_TYPE_NONE;
    AW_SCOPE { awaited = aw_type_of(aw_cr_await(object)); }
    aw_site where;
    return say(me, "state %s -> %s await=%s running=%s suspended=%s frame=%s", name, aw_coroutine_state_name(object),
               awaited == AW_TYPE_NONE        ? "None"
               : awaited == AW_TYPE_COROUTINE ? "coroutine"
                                              : "awaitable",
               python_bool(aw_cr_running(object)), python_bool(aw_cr_suspended(object)), python_bool(aw_cr_frame(object, &where)));
}

static flow op_drop(frame *me, const node *arguments) {
    flow how = say(me, "drop %s", arguments[0].text);
    if (how == FLOW_NEXT) world_drop(arguments[0].text);
    return how;
}

const op coroutine_ops[] = {
    {"suspend", "v", op_suspend}, {"call", "d", op_call},    {"await", "s", op_await},  {"new", "sd", op_new},
    {"send", "sv", op_send},      {"throw", "skm", op_throw}, {"close", "s", op_close}, {"state", "s", op_state},
    {"drop", "s", op_drop},       {NULL, NULL, NULL},
};
