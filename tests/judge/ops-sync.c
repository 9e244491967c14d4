/* Locks and queues. */
#include "judge.h"

#include <string.h>

typedef enum family { LOCK, EVENT, CONDITION, SEMAPHORE, BARRIER, QUEUE, OTHER } family;

static family family_of(aw_value object) {
    static const char *const names[] = {"Lock", "Event", "Condition", "Semaphore", "Barrier", "Queue"};
    const char *type = aw_type_name(object);
    for (int i = LOCK; i < OTHER; i++) {
        size_t length = strlen(type), end = strlen(names[i]); /* BoundedSemaphore, LifoQueue */
        if (length >= end && strcmp(type + length - end, names[i]) == 0) return (family)i;
    }
    return OTHER;
}

static aw_value missing(aw_value object, const char *method) {
    return aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'", aw_type_name(object), method);
}

static aw_value find_of(const char *name, family wanted, const char *method) {
    aw_value object = AW_TRY(world_find(name));
    return family_of(object) == wanted ? object : missing(object, method);
}

/* -- making one -- */

static flow named(frame *me, const node *arguments, aw_value made) {
    if (!aw_is_error(made)) world_set(arguments[0].text, made);
    return finish(me, made);
}

static flow op_lock(frame *me, const node *arguments) { return named(me, arguments, aw_lock_new()); }
static flow op_event(frame *me, const node *arguments) { return named(me, arguments, aw_event_new()); }
static flow op_condition(frame *me, const node *arguments) { return named(me, arguments, aw_condition_new(aw_none())); }
static flow op_barrier(frame *me, const node *arguments) { return named(me, arguments, aw_barrier_new(arguments[1].number)); }

static flow op_semaphore(frame *me, const node *arguments) {
    int64_t value = arguments[1].number;
    bool is_bounded = arguments[2].type == NODE_TRUE;
    return named(me, arguments, is_bounded ? aw_bounded_semaphore_new(value) : aw_semaphore_new(value));
}

static flow op_queue(frame *me, const node *arguments) {
    int64_t maxsize = arguments[1].number;
    const char *order = arguments[2].text;
    return named(me, arguments, strcmp(order, "lifo") == 0       ? aw_lifo_queue_new(maxsize)
                                : strcmp(order, "priority") == 0 ? aw_priority_queue_new(maxsize)
                                                                 : aw_queue_new(maxsize));
}

/* -- with -- */

static flow op_with(frame *me, const node *arguments) {
    const char *name = arguments[0].text;
    flow how = FLOW_NEXT;
    aw_value error = aw_none();
    AW_WITH_INTO(error, world_find(name), entered) {
        how = say(me, "in %s", name);
        if (how == FLOW_NEXT) how = run_block(me, &arguments[1]);
        if (how == FLOW_RAISE) error = me->value;
    }
    if (aw_is_error(error)) return finish(me, error);
    if (how == FLOW_BREAK || how == FLOW_RETURN) return how;
    return say(me, "out %s", name);
}

/* -- what is awaited -- */

static flow awaited(frame *me, const char *op, const node *arguments, aw_value awaitable) {
    return finish_await(me, memory_format("%s %s", op, arguments[0].text), aw_await(awaitable));
}

static aw_value acquire(const char *name) {
    aw_value object = AW_TRY(world_find(name));
    switch (family_of(object)) {
    case LOCK: return aw_lock_acquire(object);
    case CONDITION: return aw_condition_acquire(object);
    case SEMAPHORE: return aw_semaphore_acquire(object);
    default: return missing(object, "acquire");
    }
}

static aw_value wait_on(const char *name) {
    aw_value object = AW_TRY(world_find(name));
    switch (family_of(object)) {
    case EVENT: return aw_event_wait(object);
    case CONDITION: return aw_condition_wait(object);
    case BARRIER: return aw_barrier_wait(object);
    default: return missing(object, "wait");
    }
}

static flow op_acquire(frame *me, const node *arguments) { return awaited(me, "acquire", arguments, acquire(arguments[0].text)); }
static flow op_wait_on(frame *me, const node *arguments) { return awaited(me, "wait_on", arguments, wait_on(arguments[0].text)); }
static flow op_get(frame *me, const node *arguments) {
    return awaited(me, "get", arguments, aw_queue_get(find_of(arguments[0].text, QUEUE, "get")));
}
static flow op_join(frame *me, const node *arguments) {
    return awaited(me, "join", arguments, aw_queue_join(find_of(arguments[0].text, QUEUE, "join")));
}
static flow op_put(frame *me, const node *arguments) {
    aw_value item = value_of(&arguments[1]);
    const char *text = memory_format("put %s %s", arguments[0].text, show(item));
    return finish_await(me, text, aw_await(aw_queue_put(find_of(arguments[0].text, QUEUE, "put"), item)));
}

/* -- what is called -- */

static flow called(frame *me, const char *op, const node *arguments, aw_value result) {
    return finish_attempt(me, memory_format("%s %s", op, arguments[0].text), result);
}

static aw_value release(const char *name) {
    aw_value object = AW_TRY(world_find(name));
    switch (family_of(object)) {
    case LOCK: return aw_lock_release(object);
    case CONDITION: return aw_condition_release(object);
    case SEMAPHORE: return aw_semaphore_release(object);
    default: return missing(object, "release");
    }
}

static aw_value locked(const char *name) {
    aw_value object = AW_TRY(world_find(name));
    switch (family_of(object)) {
    case LOCK: return aw_bool(aw_lock_locked(object));
    case CONDITION: return aw_bool(aw_condition_locked(object));
    case SEMAPHORE: return aw_bool(aw_semaphore_locked(object));
    default: return missing(object, "locked");
    }
}

static aw_value is_set(const char *name) { return aw_bool(aw_event_is_set(AW_TRY(find_of(name, EVENT, "is_set")))); }
static aw_value qsize(const char *name) { return aw_int((int64_t)aw_queue_size(AW_TRY(find_of(name, QUEUE, "qsize")))); }

static flow op_release(frame *me, const node *arguments) { return called(me, "release", arguments, release(arguments[0].text)); }
static flow op_locked(frame *me, const node *arguments) { return called(me, "locked", arguments, locked(arguments[0].text)); }
static flow op_is_set(frame *me, const node *arguments) { return called(me, "is_set", arguments, is_set(arguments[0].text)); }
static flow op_qsize(frame *me, const node *arguments) { return called(me, "qsize", arguments, qsize(arguments[0].text)); }
static flow op_set(frame *me, const node *arguments) {
    return called(me, "set", arguments, aw_event_set(find_of(arguments[0].text, EVENT, "set")));
}
static flow op_clear(frame *me, const node *arguments) {
    return called(me, "clear", arguments, aw_event_clear(find_of(arguments[0].text, EVENT, "clear")));
}
static flow op_get_nowait(frame *me, const node *arguments) {
    return called(me, "get_nowait", arguments, aw_queue_get_nowait(find_of(arguments[0].text, QUEUE, "get_nowait")));
}
static flow op_put_nowait(frame *me, const node *arguments) {
    aw_value queue = find_of(arguments[0].text, QUEUE, "put_nowait");
    return called(me, "put_nowait", arguments, aw_queue_put_nowait(queue, value_of(&arguments[1])));
}
static flow op_task_done(frame *me, const node *arguments) {
    return called(me, "task_done", arguments, aw_queue_task_done(find_of(arguments[0].text, QUEUE, "task_done")));
}
static flow op_notify(frame *me, const node *arguments) {
    int64_t count = arguments[1].number;
    aw_value condition = find_of(arguments[0].text, CONDITION, "notify");
    return called(me, "notify", arguments, aw_condition_notify(condition, count > 0 ? (size_t)count : 0));
}
static flow op_notify_all(frame *me, const node *arguments) {
    return called(me, "notify_all", arguments, aw_condition_notify_all(find_of(arguments[0].text, CONDITION, "notify_all")));
}

const op sync_ops[] = {
    {"lock", "s", op_lock},
    {"event", "s", op_event},
    {"condition", "s", op_condition},
    {"semaphore", "snb", op_semaphore},
    {"barrier", "sn", op_barrier},
    {"queue", "sns", op_queue},
    {"with", "so", op_with},
    {"acquire", "s", op_acquire},
    {"wait_on", "s", op_wait_on},
    {"get", "s", op_get},
    {"join", "s", op_join},
    {"put", "sv", op_put},
    {"release", "s", op_release},
    {"set", "s", op_set},
    {"clear", "s", op_clear},
    {"locked", "s", op_locked},
    {"is_set", "s", op_is_set},
    {"get_nowait", "s", op_get_nowait},
    {"put_nowait", "sv", op_put_nowait},
    {"task_done", "s", op_task_done},
    {"qsize", "s", op_qsize},
    {"notify_all", "s", op_notify_all},
    {"notify", "sn", op_notify},
    {NULL, NULL, NULL},
};
