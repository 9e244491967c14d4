/* Tasks, futures, callbacks and time. */
#include "judge.h"

/* The object of that name, if it has this method, which only futures have, or only tasks. */
static aw_value find_future(const char *name, const char *method, bool (*has_it)(aw_value object)) {
    aw_value object = AW_TRY(world_find(name));
    if (has_it(object)) return object;
    const char *type = aw_is_future(object) ? "_asyncio.Future" : aw_type_name(object);
    return aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'", type, method);
}

static flow op_time(frame *me, const node *arguments) {
    (void)arguments;
    return say(me, "time %g", aw_time());
}

static flow op_sleep(frame *me, const node *arguments) {
    double delay = number_of(&arguments[0]);
    return finish_await(me, memory_format("sleep %g", delay), aw_await(aw_sleep(delay)));
}

/* -- tasks -- */

static flow op_task(frame *me, const node *arguments) {
    AW_SCOPE {
        aw_value task = aw_create_task(world_make(arguments[1].text));
        if (aw_is_error(task)) return finish(me, task);
        world_set(arguments[0].text, task);
    }
    return say(me, "task %s", arguments[0].text);
}

static aw_value cancel(const node *arguments) {
    aw_value future = AW_TRY(find_future(arguments[0].text, "cancel", aw_is_future));
    return arguments[1].type == NODE_STRING ? aw_cancel_with(future, value_of(&arguments[1])) : aw_cancel(future);
}

static flow op_cancel(frame *me, const node *arguments) {
    return finish_attempt(me, memory_format("cancel %s", arguments[0].text), cancel(arguments));
}

static aw_value uncancel(const char *name) { return aw_task_uncancel(AW_TRY(find_future(name, "uncancel", aw_is_task))); }

static flow op_uncancel(frame *me, const node *arguments) {
    return finish_attempt(me, memory_format("uncancel %s", arguments[0].text), uncancel(arguments[0].text));
}

static flow op_cancel_me(frame *me, const node *arguments) {
    (void)arguments;
    return finish_attempt(me, "cancel_me", aw_cancel(aw_current_task()));
}

/* -- futures -- */

static int futures;

static flow op_future(frame *me, const node *arguments) {
    AW_SCOPE {
        aw_value future = aw_future_new();
        if (aw_is_error(future)) return finish(me, future);
        world_set(arguments[0].text, future);
        world_set(memory_format("future %d", ++futures), future); /* to be found at the end, when another has the name */
    }
    return say(me, "future %s", arguments[0].text);
}

static aw_value set_result(const node *arguments) {
    aw_value future = AW_TRY(find_future(arguments[0].text, "set_result", aw_is_future));
    return aw_future_set_result(future, value_of(&arguments[1]));
}

static flow op_set_result(frame *me, const node *arguments) {
    return finish_attempt(me, memory_format("set_result %s", arguments[0].text), set_result(arguments));
}

static aw_value set_exception(const node *arguments) {
    aw_value future = AW_TRY(find_future(arguments[0].text, "set_exception", aw_is_future));
    return aw_future_set_exception(future, exception_of(&arguments[1], &arguments[2]));
}

static flow op_set_exception(frame *me, const node *arguments) {
    return finish_attempt(me, memory_format("set_exception %s", arguments[0].text), set_exception(arguments));
}

const char *future_state(aw_value future) {
    const char *text = "pending";
    if (aw_future_cancelled(future)) {
        text = "cancelled";
    } else if (aw_future_done(future)) {
        aw_value exception = aw_future_exception(future);
        text = aw_is_none(exception) ? memory_format("result %s", show(aw_future_result(future)))
                                     : memory_format("exception %s", show_exception(exception));
    }
    return aw_is_task(future) ? memory_format("%s cancelling=%lld", text, (long long)aw_task_cancelling(future)) : text;
}

/* -- callbacks -- */

static aw_value callback(aw_value label) {
    frame loop = {"loop", aw_none()};
    say(&loop, "callback %s t=%g", aw_as_string(label), aw_time());
    return loop.value;
}

static aw_value done_callback(aw_value future, aw_value label) {
    (void)future;
    return callback(label);
}

static aw_value add_done_callback(const node *arguments) {
    aw_value future = AW_TRY(find_future(arguments[0].text, "add_done_callback", aw_is_future));
    return aw_add_done_callback(future, done_callback, value_of(&arguments[1]));
}

static flow op_on_done(frame *me, const node *arguments) {
    return finish_attempt(me, memory_format("on_done %s", arguments[0].text), add_done_callback(arguments));
}

static flow op_call_soon(frame *me, const node *arguments) { return finish(me, aw_call_soon(callback, value_of(&arguments[0]))); }

static flow op_call_later(frame *me, const node *arguments) {
    return finish(me, aw_call_later(number_of(&arguments[0]), callback, value_of(&arguments[1])));
}

const op task_ops[] = {
    {"time", "", op_time},
    {"sleep", "x", op_sleep},
    {"task", "sd", op_task},
    {"cancel", "s?m", op_cancel},
    {"uncancel", "s", op_uncancel},
    {"cancel_me", "", op_cancel_me},
    {"future", "s", op_future},
    {"set_result", "sv", op_set_result},
    {"set_exception", "skm", op_set_exception},
    {"on_done", "ss", op_on_done},
    {"call_soon", "s", op_call_soon},
    {"call_later", "xs", op_call_later},
    {NULL, NULL, NULL},
};
