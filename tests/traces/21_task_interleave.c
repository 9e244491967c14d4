/* In which order tasks start and step, and when done callbacks come. A tick is an iteration of the loop. */
#include "program.h"

static int tick;
static aw_value ticks(aw_value unused) {
    tick++;
    return aw_call_soon(ticks, unused);
}

#define log_line(...) (printf("[%d] ", tick), printf(__VA_ARGS__), printf("\n"))

static aw_value say(aw_value words) {
    log_line("%s", aw_str(words));
    return aw_none();
}

AW_ASYNC(worker, (const char *, name), (int, count)) {
    for (int i = 0; i < count; i++) {
        log_line("%s %d", name, i);
        AW_AWAIT(aw_sleep(0));
    }
    log_line("%s returns", name);
    return aw_string(name);
}
AW_ASYNC(direct, (const char *, name)) {
    log_line("%s direct start", name);
    AW_AWAIT(aw_sleep(0));
    log_line("%s direct end", name);
    return aw_string(name);
}
AW_ASYNC(trivial) { return aw_string("trivial"); }
AW_ASYNC(level, (aw_value, task)) { return AW_AWAIT(task); }
AW_ASYNC(slow) {
    AW_AWAIT(aw_sleep(0));
    log_line("leaf done");
    return aw_none();
}

static aw_value done(aw_value task, aw_value unused) {
    log_line("done cb %s", aw_str(aw_future_result(task)));
    return unused;
}
static aw_value set(aw_value future) {
    log_line("setting");
    return aw_future_set_result(future, aw_string("fut"));
}

AW_ASYNC(waits, (aw_value, future), (aw_value, order), (const char *, name)) {
    AW_AWAIT(future);
    return aw_append(order, aw_string(name));
}
static aw_value note_first(aw_value future, aw_value order) {
    (void)future;
    return aw_append(order, aw_string("cb1"));
}
static aw_value note_second(aw_value future, aw_value order) {
    (void)future;
    return aw_append(order, aw_string("cb2"));
}

AW_ASYNC(everything) {
    aw_call_soon(ticks, aw_none());
    AW_AWAIT(aw_sleep(0));
    aw_call_soon(say, aw_string("cb before"));
    aw_value a = AW_TRY(aw_create_task(worker("A", 2))), b = AW_TRY(aw_create_task(worker("B", 3)));
    aw_call_soon(say, aw_string("cb after"));
    log_line("created, not started");
    aw_add_done_callback(a, done, aw_none());
    aw_add_done_callback(b, done, aw_none());
    aw_value result = AW_AWAIT(a);
    log_line("await A %s", aw_str(result));
    log_line("B done? %s", aw_future_done(b) ? "True" : "False");
    result = AW_AWAIT(b);
    log_line("await B %s", aw_str(result));
    result = AW_AWAIT(a);
    log_line("await done task, no suspension %s", aw_str(result));
    log_line("same tick");
    result = AW_AWAIT(direct("C"));
    log_line("await coroutine directly %s", aw_str(result));
    aw_value d = AW_TRY(aw_create_task(direct("D")));
    log_line("task created");
    result = AW_AWAIT(d);
    log_line("await task %s", aw_str(result));
    log_line("-");
    result = AW_AWAIT(trivial());
    log_line("%s", aw_str(result));
    log_line("--");
    result = AW_AWAIT(aw_create_task(trivial()));
    log_line("%s", aw_str(result));
    log_line("---");
    aw_value future = AW_TRY(aw_future_new());
    aw_call_soon(set, future);
    result = AW_AWAIT(future);
    log_line("%s", aw_str(result));

    aw_value order = AW_TRY(aw_list_of(0, NULL));
    future = AW_TRY(aw_future_new());
    aw_add_done_callback(future, note_first, order);
    AW_TRY(aw_create_task(waits(future, order, "w1")));
    AW_TRY(aw_create_task(waits(future, order, "w2")));
    AW_AWAIT(aw_sleep(0));
    aw_add_done_callback(future, note_second, order);
    aw_future_set_result(future, aw_int(0));
    AW_AWAIT(aw_sleep(0));
    log_line("%s", aw_repr(order));

    aw_value chain = AW_TRY(aw_create_task(trivial()));
    for (int i = 0; i < 3; i++) chain = AW_TRY(aw_create_task(level(chain)));
    log_line("collapsed chain");
    AW_AWAIT(chain);
    log_line("chain done");
    chain = AW_TRY(aw_create_task(slow()));
    for (int i = 0; i < 3; i++) chain = AW_TRY(aw_create_task(level(chain)));
    AW_AWAIT(chain);
    log_line("suspended chain done");
    return aw_none();
}

PROGRAM {
    aw_value ended = aw_run(everything());
    if (aw_is_error(ended)) printf("!! %s\n", aw_repr(aw_caught(ended)));
}
