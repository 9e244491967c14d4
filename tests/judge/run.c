/* Runs scenarios, one after the other, step by step, and writes what each of them logged. Between two steps nothing of a run is on a stack and no scope
 * is open: all of it is in memory, so that the program can be moved into another instance there. */
#include "judge.h"

#include <string.h>

enum { MAX_ITERATIONS = 2000, MAX_ROUNDS = 10 };

static aw_value on_warning(const char *message) {
    if (strstr(message, "was never awaited") != NULL)
        trace_add(memory_format("warning: %.*s", (int)strcspn(message, "\n"), message));
    return aw_none();
}

static void on_unraisable(aw_value exception, aw_value object) {
    (void)object;
    if (!aw_matches(exception, &cut_kind)) trace_add(memory_format("unraisable: %s", show_exception(exception)));
}

static aw_value on_loop_error(const aw_loop_error *error) {
    if (strstr(error->message, "never retrieved") || strstr(error->message, "destroyed")) return aw_none(); /* at no fixed place in the trace */
    int words = (int)strcspn(error->message, "<");
    while (words > 0 && error->message[words - 1] == ' ') words--;
    const char *exception = aw_is_none(error->exception) ? "" : show_exception(error->exception);
    trace_add(memory_format("loop error: %.*s%s%s", words, error->message, *exception ? " " : "", exception));
    return aw_none();
}

static void write_text(text *out, const char *line) {
    text_format(out, "%zu ", strlen(line));
    text_add(out, line, strlen(line));
    text_add(out, "\n", 1);
}

static void write_error(text *out, const char *message) {
    text_add(out, "error ", 6);
    write_text(out, message);
}

static void write_trace(text *out, aw_live_counts before) {
    aw_live_counts live = aw_live();
    text_format(out, "trace %zu %zu %zu %zu\n", trace_length(), live.objects - before.objects, live.coroutines - before.coroutines,
                live.stacks - before.stacks);
    for (size_t i = 0; i < trace_length(); i++) write_text(out, trace_line(i));
}

/* -- the run that is under way -- */

static node scenario;
static const char *wrong; /* why it cannot run */
static aw_live_counts before;
static void (*next_step)(void); /* NULL: it is over */

/* -- a driver: one operation a step -- */

static const node *drive;
static uint32_t driven;

static void let_go(void) {
    world_close();
    aw_collect();
    if (!world_has_objects()) next_step = NULL;
}

static void drive_on(void) {
    frame driver = {"driver", aw_none()};
    flow how = driven < drive->count ? run_op(&driver, &drive->items[driven++]) : FLOW_RETURN;
    if (how == FLOW_NEXT) return;
    if (how == FLOW_RAISE) trace_add(aw_matches(driver.value, &cut_kind) ? "cut" : memory_format("driver !! %s", show_exception(driver.value)));
    next_step = let_go;
}

/* -- a main coroutine in a loop: one iteration a step -- */

static const char *main_name;
static aw_value main_task; /* retained */
static bool has_ended;
static int turns, rounds;

static aw_value main_ended(aw_value task, aw_value argument) {
    (void)task;
    has_ended = true;
    return argument;
}

/* Gives the task of the main coroutine, which has run its first step when this has ended. */
AW_ASYNC(start_main, (const char *, name)) {
    aw_value task = AW_TRY(aw_create_task(world_make(name)));
    AW_TRY(aw_add_done_callback(task, main_ended, aw_none()));
    return task;
}

static const char *outcome(aw_value result) {
    if (!aw_is_error(result)) return memory_format("run -> %s", show(result));
    return aw_matches(result, &cut_kind) ? "cut" : memory_format("run !! %s", show_exception(result));
}

/* Ends what is left over, of which no line is part of the trace any more. */
AW_ASYNC(end_leftovers) {
    aw_value tasks = AW_TRY(aw_all_tasks());
    AW_FOR(size_t i = 0; i < aw_length(tasks); i++) {
        aw_value task = aw_item(tasks, i);
        if (aw_is(task, aw_current_task())) continue;
        aw_value closed = aw_close(aw_task_coroutine(task));
        (void)closed;
        aw_cancel(task);
    }
    return aw_none();
}

AW_ASYNC(nothing) { return aw_none(); }

static void give_up_the_rest(void) {
    (void)aw_run(nothing()).bits;
    aw_set_virtual_clock(false);
    next_step = NULL;
}

static void clean_up(void);

static void turn_leftovers(void) {
    if (turns++ < MAX_ITERATIONS && aw_loop_state_now() != AW_LOOP_IDLE) {
        aw_loop_turn();
        return;
    }
    aw_collect();
    next_step = clean_up;
}

static void clean_up(void) {
    if (rounds++ == MAX_ROUNDS || aw_live().objects == before.objects) {
        next_step = give_up_the_rest;
        return;
    }
    world_close();
    (void)aw_run_until_complete(end_leftovers()).bits;
    turns = 0;
    next_step = turn_leftovers;
}

static void end_main(const char *last_line) {
    trace_add(last_line);
    aw_release(main_task);
    main_task = aw_none();
    rounds = 0;
    next_step = clean_up;
}

/* Until the iteration after the one in which the main coroutine ended. */
static void turn(void) {
    if (has_ended) return end_main(outcome(aw_future_result(main_task)));
    if (++turns > MAX_ITERATIONS) return end_main("livelock");
    if (aw_loop_state_now() == AW_LOOP_IDLE) return end_main("deadlock");
    aw_value error = aw_loop_turn();
    if (aw_is_error(error)) end_main(outcome(error));
}

static void begin_main(void) {
    aw_set_virtual_clock(true);
    aw_value task = aw_run_until_complete(start_main(main_name));
    if (aw_is_error(task)) return end_main(outcome(task));
    main_task = aw_retain(task);
    turns = 1;
    next_step = turn;
}

/* -- any of them -- */

bool run_begin(input *from) {
    if (from->at >= from->end) return false;
    if (!input_read(from, &scenario)) {
        from->at = from->end;
        wrong = "the input is damaged";
        return true;
    }
    wrong = check_scenario(&scenario);
    if (wrong != NULL) return true;
    aw_set_warning_hook(on_warning);
    aw_set_unraisable_hook(on_unraisable);
    aw_set_exception_handler(on_loop_error);
    before = aw_live();
    world_open(&scenario);
    main_task = aw_none();
    has_ended = false;
    driven = 0;
    drive = node_member(&scenario, "drive");
    const node *start = node_member(&scenario, "main");
    main_name = start != NULL ? start->text : NULL;
    next_step = start != NULL ? begin_main : drive_on;
    return true;
}

bool run_step(text *out) {
    if (wrong != NULL) {
        write_error(out, wrong);
    } else {
        AW_SCOPE { next_step(); }
        if (next_step != NULL) return true;
        write_trace(out, before);
    }
    memory_drop_all();
    return false;
}

bool run_next(input *from, text *out) {
    if (!run_begin(from)) return false;
    while (run_step(out)) continue;
    return true;
}
