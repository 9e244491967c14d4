/* Runs scenarios, one after the other, and writes what each of them logged. */
#include "judge.h"

#include <string.h>

static aw_value on_warning(const char *message) {
    if (strstr(message, "was never awaited") != NULL)
        trace_add(memory_format("warning: %.*s", (int)strcspn(message, "\n"), message));
    return aw_none();
}

static void on_unraisable(aw_value exception, aw_value object) {
    (void)object;
    if (!aw_matches(exception, &cut_kind)) trace_add(memory_format("unraisable: %s", show_exception(exception)));
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
        world_open(&scenario);
        run_driver(node_member(&scenario, "drive"));
        write_trace(out, before);
    }
    memory_drop_all();
    return true;
}
