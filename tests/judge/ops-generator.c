/* Asynchronous generators: yielding in one, iterating over one, and its steps. */
#include "judge.h"

AW_ASYNC_GENERATOR(interpret_generator, (const node *, body), (const char *, label)) {
    frame me = {label, aw_none()};
    flow how = say(&me, "start");
    if (how == FLOW_NEXT) how = run_block(&me, body);
    return how == FLOW_RAISE ? me.value : aw_none();
}
AW_STACK(interpret_generator, 65536);

static flow op_yield(frame *me, const node *arguments) { return finish_await(me, "yield", aw_yield(value_of(&arguments[0]))); }

/* An error of the iterator, or None. */
static aw_value iterate(frame *me, const node *arguments, flow *out_how) {
    AW_ASYNC_FOR(item, world_make(arguments[0].text)) {
        *out_how = say(me, "item %s", show(item));
        if (*out_how == FLOW_NEXT) *out_how = run_block(me, &arguments[1]);
        if (*out_how != FLOW_NEXT) break;
    }
    return aw_none();
}

static flow op_for(frame *me, const node *arguments) {
    flow how = FLOW_NEXT;
    aw_value ended = iterate(me, arguments, &how);
    if (aw_is_error(ended)) return finish(me, ended);
    return how == FLOW_NEXT || how == FLOW_BREAK ? say(me, "for ended") : how;
}

static flow op_anext(frame *me, const node *arguments) {
    const char *name = arguments[0].text;
    return finish_await(me, memory_format("anext %s", name), aw_await(aw_anext(world_find(name))));
}

static flow op_asend(frame *me, const node *arguments) {
    const char *name = arguments[0].text;
    aw_value value = value_of(&arguments[1]);
    return finish_await(me, memory_format("asend %s %s", name, show(value)), aw_await(aw_asend(world_find(name), value)));
}

static flow op_athrow(frame *me, const node *arguments) {
    const char *name = arguments[0].text, *text = memory_format("athrow %s %s", name, arguments[1].text);
    aw_value generator = world_find(name);
    if (aw_is_error(generator)) return finish(me, generator);
    return finish_await(me, text, aw_await(aw_athrow(generator, exception_of(&arguments[1], &arguments[2]))));
}

static flow op_aclose(frame *me, const node *arguments) {
    const char *name = arguments[0].text;
    return finish_await(me, memory_format("aclose %s", name), aw_await(aw_aclose(world_find(name))));
}

const op generator_ops[] = {
    {"yield", "v", op_yield},   {"for", "do", op_for},         {"anext", "s", op_anext}, {"asend", "sv", op_asend},
    {"athrow", "skm", op_athrow}, {"aclose", "s", op_aclose}, {NULL, NULL, NULL},
};
