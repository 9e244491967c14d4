/* The report of a deadlock: what each task waits for and where, then the circles. */
#include "deadlock.h"

#include "../base/port.h"
#include "waits.h"

enum { TASKS_AT_MOST = 50, FRAMES_AT_MOST = 20 };

/* Innermost first: "at fetch (app.c:20), in worker (app.c:12)". A long chain shows its two ends. */
static void write_place(aw__writer *writer, const aw__task *task) {
    uint32_t count = 0, skipped, index = 0;
    aw__frame frame, frames[FRAMES_AT_MOST];
    for (aw_value at = task->coroutine; !aw_is_none(at); at = aw__awaited_by_value(at))
        if (aw__frame_of(at, &frame) && frame.file) count++;
    skipped = count > FRAMES_AT_MOST ? count - FRAMES_AT_MOST : 0;
    for (aw_value at = task->coroutine; !aw_is_none(at); at = aw__awaited_by_value(at)) {
        if (!aw__frame_of(at, &frame) || !frame.file) continue;
        if (index < FRAMES_AT_MOST / 2) frames[index] = frame;
        else if (index >= FRAMES_AT_MOST / 2 + skipped) frames[index - skipped] = frame;
        index++;
    }
    for (uint32_t left = count - skipped; left > 0; left--) {
        aw__write(writer, left == count - skipped ? "\n    at " : "\n    in ");
        aw__write_frame(writer, &frames[left - 1]);
        if (skipped && left - 1 == FRAMES_AT_MOST / 2) aw__write_format(writer, "\n    … %u more …", (unsigned)skipped);
    }
}

static void write_task(aw__writer *writer, const aw__waits *waits, uint32_t index) {
    const aw__task *task = waits->tasks[index].task;
    aw__write(writer, "\n  ");
    aw__write(writer, aw_task_name(aw__task_value(task)));
    aw__write(writer, task->waiter ? " waits for " : " is not ready");
    aw__write_awaited(writer, waits, index);
    write_place(writer, task);
}

typedef struct report {
    const char *text;
} report;

static void make(void *argument) {
    report *out = argument;
    aw__waits waits;
    aw__writer writer = {0};
    aw__write(&writer, "nothing can ever go on: no task is ready, no timer is set, and no host operation is pending");
    if (aw__waits_init(&waits)) {
        for (uint32_t i = 0; i < waits.task_count && i < TASKS_AT_MOST; i++) write_task(&writer, &waits, i);
        if (waits.task_count > TASKS_AT_MOST) aw__write_format(&writer, "\n  … and %u more tasks", (unsigned)(waits.task_count - TASKS_AT_MOST));
        aw__write_cycles(&writer, &waits, "\n");
        aw__waits_fini(&waits);
    }
    out->text = aw__writer_end(&writer);
}

const char *aw__deadlock_report(void) {
    report out;
    aw__on_main_stack(make, &out);
    return out.text;
}
