/* Random tasks over futures, other tasks, a lock, an event, a semaphore, a queue and a condition, with random cancellation. No timers. */
#include "program.h"

static uint32_t state = 777;
static unsigned rnd(unsigned n) {
    state = (state * 1103515245u + 12345u) & 0x7fffffff;
    return (state >> 8) % n;
}

static int tick, spawned;
static aw_value tasks, futures[4], lock, event, semaphore, queue, condition;

#define out(...) (printf("[%d] ", tick), printf(__VA_ARGS__), printf("\n"))

static aw_value ticker(aw_value unused) {
    tick++;
    return aw_call_soon(ticker, unused);
}

static aw_value spawn(void);
static aw_value random_task(void) { return aw_item(tasks, rnd((unsigned)aw_length(tasks))); }

/* Takes the place of an object in a global variable. */
static aw_value renew(aw_value *variable, aw_value object) {
    AW_TRY(object);
    aw_release(*variable);
    *variable = aw_retain(object);
    return aw_none();
}

static aw_value change_future(const char *n) {
    unsigned k = rnd(4);
    if (aw_future_done(futures[k])) {
        AW_TRY(renew(&futures[k], aw_future_new()));
        out("%s renew fut %u", n, k);
    } else if (rnd(3)) {
        aw_future_set_result(futures[k], aw_format("%s%u", n, k));
        out("%s set fut %u", n, k);
    } else {
        aw_future_set_exception(futures[k], aw_exception(AW_VALUE_ERROR, "%s", n));
        aw_future_exception(futures[k]);
        out("%s fail fut %u", n, k);
    }
    return aw_none();
}

static aw_value cancel_some(const char *n) {
    aw_value t = random_task(), accepted = AW_TRY(aw_cancel_with(t, aw_string(n)));
    out("%s cancel %s %s %d", n, aw_task_name(t), aw_repr(accepted), (int)aw_task_cancelling(t));
    return accepted;
}

static aw_value await_some(const char *n) {
    aw_value t = random_task();
    if (aw_is(t, aw_current_task())) return aw_none();
    out("%s await task %s", n, aw_task_name(t));
    aw_value result = AW_AWAIT(t);
    out("%s task gave %s", n, aw_str(result));
    return result;
}

static aw_value use_lock(const char *n) {
    out("%s lock? %s", n, aw_lock_locked(lock) ? "True" : "False");
    AW_WITH(lock) {
        out("%s locked", n);
        AW_AWAIT(aw_sleep(0));
        out("%s unlocking", n);
    }
    return aw_none();
}

aw_value action(const char *n, int depth);

static aw_value use_semaphore(const char *n, int depth) {
    AW_WITH(semaphore) {
        out("%s sem in", n);
        if (depth < 2) AW_AWAIT(action(n, depth + 1));
        out("%s sem out", n);
    }
    return aw_none();
}

static aw_value use_queue(const char *n) {
    if (rnd(2)) {
        out("%s put %zu", n, aw_queue_size(queue));
        AW_AWAIT(aw_queue_put(queue, aw_string(n)));
        out("%s put done", n);
    } else {
        out("%s get %zu", n, aw_queue_size(queue));
        aw_value item = AW_AWAIT(aw_queue_get(queue));
        out("%s got %s", n, aw_str(item));
    }
    return aw_none();
}

static aw_value use_condition(const char *n) {
    AW_WITH(condition) {
        if (rnd(2)) {
            out("%s cond wait", n);
            AW_AWAIT(aw_condition_wait(condition));
            out("%s cond woke", n);
        } else {
            AW_TRY(aw_condition_notify(condition, 1));
            out("%s notify", n);
        }
    }
    return aw_none();
}

static aw_value await_future(const char *n) {
    unsigned k = rnd(4);
    out("%s await fut %u", n, k);
    aw_value result = AW_AWAIT(futures[k]);
    out("%s fut gave %s", n, aw_str(result));
    return result;
}

static aw_value switch_event(const char *n) {
    bool set = rnd(2);
    if (set) aw_event_set(event);
    else aw_event_clear(event);
    out("%s ev %s", n, set ? "set" : "clear");
    return aw_none();
}

static aw_value wait_for_event(const char *n) {
    out("%s ev wait", n);
    AW_AWAIT(aw_event_wait(event));
    out("%s ev passed", n);
    return aw_none();
}

static aw_value spawn_one(const char *n) {
    rnd(3);
    out("%s spawn %s", n, aw_task_name(AW_TRY(spawn())));
    return aw_none();
}

static aw_value shield_one(const char *n) {
    out("%s shield", n);
    aw_value result = AW_AWAIT(aw_shield(spawn()));
    out("%s shield gave %s", n, aw_str(result));
    return result;
}

AW_ASYNC(action, (const char *, n), (int, depth)) {
    switch (rnd(13)) {
    case 0: out("%s sleep0", n); return AW_AWAIT(aw_sleep(0));
    case 1: return await_future(n);
    case 2: return change_future(n);
    case 3: return aw_length(tasks) ? cancel_some(n) : aw_none();
    case 4: return aw_length(tasks) ? await_some(n) : aw_none();
    case 5: return use_lock(n);
    case 6: return switch_event(n);
    case 7: return wait_for_event(n);
    case 8: return use_semaphore(n, depth);
    case 9: return use_queue(n);
    case 10: return spawn_one(n);
    case 11: return shield_one(n);
    default: return use_condition(n);
    }
}

AW_ASYNC(worker, (const char *, n)) {
    out("%s start", n);
    for (unsigned i = 0, count = 3 + rnd(3); i < count; i++) {
        aw_value r = aw_await(action(n, 0));
        AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
            unsigned policy = rnd(4);
            out("%s CancelledError %s policy %u", n, aw_repr(aw_exception_args(e)), policy);
            if (policy <= 1) return aw_reraise();
            if (policy == 2) return aw_format("%s swallowed", n);
        }
        AW_EXCEPT(r, AW_VALUE_ERROR, e) {
            out("%s ValueError %s", n, aw_repr(aw_exception_args(e)));
            if (rnd(4) == 0) return aw_reraise();
        }
        AW_TRY(r);
    }
    out("%s end", n);
    return aw_format("%s result", n);
}

static aw_value done(aw_value task, aw_value unused) {
    aw_value exception = aw_future_cancelled(task) ? aw_none() : aw_future_exception(task);
    out("done %s %s", aw_task_name(task),
        aw_future_cancelled(task) ? "cancelled" : aw_is_none(exception) ? aw_str(aw_future_result(task)) : aw_repr(exception));
    return unused;
}

static aw_value spawn(void) {
    static char names[64][8];
    char *name = names[spawned++];
    snprintf(name, sizeof names[0], "w%d", spawned);
    aw_value task = AW_TRY(aw_create_task_named(worker(name), name));
    AW_TRY(aw_append(tasks, task));
    AW_TRY(aw_add_done_callback(task, done, aw_none()));
    return task;
}

static aw_value alive(bool names) {
    aw_value found = AW_TRY(aw_list_of(0, NULL));
    for (size_t i = 0; i < aw_length(tasks); i++) {
        aw_value task = aw_item(tasks, i);
        if (!aw_future_done(task)) AW_TRY(aw_append(found, names ? aw_string(aw_task_name(task)) : task));
    }
    return found;
}

static aw_value make_everything(void) {
    for (int i = 0; i < 4; i++) AW_TRY(renew(&futures[i], aw_future_new()));
    AW_TRY(renew(&tasks, aw_list_of(0, NULL)));
    AW_TRY(renew(&lock, aw_lock_new()));
    AW_TRY(renew(&event, aw_event_new()));
    AW_TRY(renew(&semaphore, aw_semaphore_new(2)));
    AW_TRY(renew(&queue, aw_queue_new(2)));
    return renew(&condition, aw_condition_new(aw_none()));
}

AW_ASYNC(everything) {
    AW_TRY(make_everything());
    aw_call_soon(ticker, aw_none());
    for (int i = 0; i < 6; i++) AW_TRY(spawn());
    for (int r = 0; r < 60; r++) {
        AW_AWAIT(aw_sleep(0));
        if (r % 5 == 4 && spawned < 40) AW_TRY(spawn());
        if (r % 7 != 6) continue;
        aw_value living = AW_TRY(alive(false));
        if (!aw_length(living)) continue;
        aw_value t = aw_item(living, rnd((unsigned)aw_length(living)));
        out("main cancels %s", aw_task_name(t));
        AW_TRY(aw_cancel_with(t, aw_string("main")));
    }
    for (int r = 0; r < 30; r++) {
        aw_value living = AW_TRY(alive(false));
        if (!aw_length(living)) break;
        out("round %d %s", r, aw_repr(alive(true)));
        for (size_t i = 0; i < aw_length(living); i++) AW_TRY(aw_cancel_with(aw_item(living, i), aw_format("round%d", r)));
        for (int i = 0; i < 4; i++) AW_AWAIT(aw_sleep(0));
    }
    out("alive %s lock %s q %zu", aw_repr(alive(true)), aw_lock_locked(lock) ? "True" : "False", aw_queue_size(queue));
    return aw_none();
}

static aw_value handler(const aw_loop_error *error) {
    out("handler %s", error->message);
    return aw_none();
}

PROGRAM {
    aw_set_exception_handler(handler);
    aw_value ended = aw_run(everything());
    if (aw_is_error(ended)) printf("!! %s\n", aw_repr(aw_caught(ended)));
    aw_set_exception_handler(NULL);
    aw_value *const globals[] = {&tasks, &futures[0], &futures[1], &futures[2], &futures[3], &lock, &event, &semaphore, &queue, &condition};
    for (size_t i = 0; i < sizeof globals / sizeof *globals; i++) {
        aw_release(*globals[i]);
        *globals[i] = aw_none();
    }
}
