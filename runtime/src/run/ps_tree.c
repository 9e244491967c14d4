/* pstree: under each task those that it waits for. */
#include <aw/ps.h>

#include "../base/port.h"
#include "waits.h"

enum { DEPTH_AT_MOST = 30, CHILDREN_AT_MOST = 100 };

typedef struct tree {
    aw__waits waits;
    aw__writer writer;
    /* For each level on the way, whether a branch goes on below it. */
    bool goes_on[DEPTH_AT_MOST];
} tree;

static void write_branches(tree *t, unsigned depth, bool is_last) {
    for (unsigned level = 1; level < depth; level++) aw__write(&t->writer, t->goes_on[level] ? "│  " : "   ");
    if (depth) aw__write(&t->writer, is_last ? "└─ " : "├─ ");
}

/* "Task-2  waiting for sleep  work (app.c:12) > poll (app.c:20)" */
static void write_task(tree *t, uint32_t index) {
    const aw__task *task = t->waits.tasks[index].task;
    const char *state = aw__task_state(task);
    aw__write(&t->writer, aw_task_name(aw__task_value(task)));
    aw__write_format(&t->writer, "  %s", state);
    aw__writer awaited = {0};
    aw__write_awaited(&awaited, &t->waits, index);
    if (awaited.length) {
        aw__write(&t->writer, " for ");
        aw__write_bytes(&t->writer, awaited.data, awaited.length);
    }
    aw__free(awaited.data, awaited.capacity);
}

static void write_frames(tree *t, uint32_t index) {
    aw__frame frame, first, last;
    uint32_t count = 0;
    for (aw_value at = t->waits.tasks[index].task->coroutine; !aw_is_none(at); at = aw__awaited_by_value(at)) {
        if (!aw__frame_of(at, &frame) || !frame.file) continue;
        last = frame;
        if (!count++) first = frame;
    }
    if (!count) return;
    aw__write(&t->writer, ", in ");
    aw__write_frame(&t->writer, &first);
    if (count == 1) return;
    aw__write(&t->writer, count == 2 ? " > " : " > … > ");
    aw__write_frame(&t->writer, &last);
}

static void write_branch(tree *t, uint32_t index, unsigned depth, bool is_last) {
    write_branches(t, depth, is_last);
    aw__waiting_task *task = &t->waits.tasks[index];
    write_task(t, index);
    if (task->mark) return aw__write(&t->writer, task->first_awaited == AW__NOBODY ? "\n" : "  (see above)\n");
    write_frames(t, index);
    task->mark = 1;
    if (depth + 1 >= DEPTH_AT_MOST && task->first_awaited != AW__NOBODY) return aw__write(&t->writer, "  (and so on)\n");
    aw__write(&t->writer, "\n");
    t->goes_on[depth] = depth > 0 && !is_last;
    uint32_t children = 0;
    for (uint32_t i = task->first_awaited; i != AW__NOBODY; i = t->waits.waits[i].next_awaited) {
        if (++children > CHILDREN_AT_MOST) continue;
        write_branch(t, t->waits.waits[i].awaited, depth + 1, t->waits.waits[i].next_awaited == AW__NOBODY);
    }
    if (children <= CHILDREN_AT_MOST) return;
    write_branches(t, depth + 1, true);
    aw__write_format(&t->writer, "… and %u more\n", (unsigned)(children - CHILDREN_AT_MOST));
}

/* Tasks that nobody waits for are roots; so is one of each circle that nobody else waits for. */
static void make(void *argument) {
    tree t = {0};
    if (!aw__waits_init(&t.waits)) {
        *(aw_value *)argument = aw__memory_error();
        return;
    }
    if (!t.waits.task_count) aw__write(&t.writer, "no tasks\n");
    for (uint32_t i = 0; i < t.waits.task_count; i++)
        if (t.waits.tasks[i].first_waiter == AW__NOBODY) write_branch(&t, i, 0, true);
    for (uint32_t i = 0; i < t.waits.task_count; i++)
        if (!t.waits.tasks[i].mark) write_branch(&t, i, 0, true);
    for (uint32_t i = 0; i < t.waits.task_count; i++) t.waits.tasks[i].mark = 0;
    if (aw__write_cycles(&t.writer, &t.waits, "\n")) aw__write(&t.writer, "\n");
    aw__waits_fini(&t.waits);
    *(aw_value *)argument = aw__writer_value(&t.writer);
}

aw_value aw_pstree(void) {
    aw_value text = aw_none();
    aw__on_main_stack(make, &text);
    return text;
}
