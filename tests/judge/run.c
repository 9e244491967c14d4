/* Runs scenarios, one after the other, and writes what each of them logged. */
#include "judge.h"

#include <string.h>

enum { MAX_ITERATIONS = 2000 };

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

static void run_driver(const node *drive) {
    AW_SCOPE {
        frame driver = {"driver", aw_none()};
        if (run_block(&driver, drive) == FLOW_RAISE)
            trace_add(aw_matches(driver.value, &cut_kind) ? "cut" : memory_format("driver !! %s", show_exception(driver.value)));
        do {
            world_close();
            aw_collect();
        } while (world_has_objects());
    }
}

/* -- a main coroutine in a loop -- */

static bool has_ended;

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

/* Turns the loop until the iteration after the one in which the main coroutine ended; gives the trace's last line. */
static const char *run_until_main_ends(const char *name) {
    has_ended = false;
    aw_value task = aw_run_until_complete(start_main(name));
    if (aw_is_error(task)) return outcome(task);
    for (int turns = 2; !has_ended; turns++) {
        if (turns > MAX_ITERATIONS) return "livelock";
        if (aw_loop_state_now() == AW_LOOP_IDLE) return "deadlock";
        aw_value error = aw_loop_turn();
        if (aw_is_error(error)) return outcome(error);
    }
    return outcome(aw_future_result(task));
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

static void run_main(const char *name, aw_live_counts before) {
    aw_set_virtual_clock(true);
    AW_SCOPE { trace_add(run_until_main_ends(name)); }
    for (int rounds = 0; rounds < 10 && aw_live().objects != before.objects; rounds++) {
        AW_SCOPE {
            world_close();
            (void)aw_run_until_complete(end_leftovers()).bits;
            for (int turns = 0; turns < MAX_ITERATIONS && aw_loop_state_now() != AW_LOOP_IDLE; turns++) aw_loop_turn();
            aw_collect();
        }
    }
    AW_SCOPE { (void)aw_run(nothing()).bits; } /* gives up what is left */
    aw_set_virtual_clock(false);
}

bool run_next(input *from, text *out) {
    node scenario;
    if (from->at >= from->end) return false;
    if (!input_read(from, &scenario)) {
        from->at = from->end;
        write_error(out, "the input is damaged");
        memory_drop_all();
        return true;
    }
    const char *wrong = check_scenario(&scenario);
    if (wrong != NULL) {
        write_error(out, wrong);
    } else {
        aw_set_warning_hook(on_warning);
        aw_set_unraisable_hook(on_unraisable);
        aw_live_counts before = aw_live();
        aw_set_exception_handler(on_loop_error);
        world_open(&scenario);
        const node *start = node_member(&scenario, "main");
        if (start != NULL) run_main(start->text, before);
        else run_driver(node_member(&scenario, "drive"));
        write_trace(out, before);
    }
    memory_drop_all();
    return true;
}
