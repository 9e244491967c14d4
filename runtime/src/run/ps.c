/* ps: the tasks as a table, and as data. */
#include <aw/ps.h>

#include "../base/port.h"
#include "waits.h"

#include <string.h>

enum { FRAMES_AT_MOST = 40, WAITERS_AT_MOST = 3 };

/* -- the table -- */

/* One line for each task, columns apart by zero bytes, and then where it stands. */
typedef struct table {
    aw__waits waits;
    aw__writer cells;
    size_t widths[4];
} table;

static void write_waiters(aw__writer *writer, const aw__waits *waits, uint32_t task) {
    uint32_t count = 0;
    for (uint32_t i = waits->tasks[task].first_waiter; i != AW__NOBODY; i = waits->waits[i].next_waiter, count++) {
        if (count >= WAITERS_AT_MOST) continue;
        if (count) aw__write(writer, ", ");
        aw__write(writer, aw_task_name(aw__task_value(waits->tasks[waits->waits[i].waiter].task)));
    }
    if (count > WAITERS_AT_MOST) aw__write_format(writer, " and %u more", (unsigned)(count - WAITERS_AT_MOST));
    if (!count) aw__write(writer, "-");
}

/* How wide it is on a terminal: bytes that begin a character. */
static size_t width(const char *text, size_t length) {
    size_t characters = 0;
    for (size_t i = 0; i < length; i++) characters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return characters;
}

static void end_cell(table *t, unsigned column, size_t begin) {
    if (t->cells.failed) return;
    if (t->cells.length == begin) aw__write(&t->cells, "-");
    size_t wide = width(t->cells.data + begin, t->cells.length - begin);
    if (wide > t->widths[column]) t->widths[column] = wide;
    aw__write_bytes(&t->cells, "", 1);
}

static void fill_row(table *t, uint32_t task) {
    aw__writer *cells = &t->cells;
    for (unsigned column = 0; column < 4; column++) {
        size_t begin = cells->length;
        switch (column) {
        case 0: aw__write(cells, aw_task_name(aw__task_value(t->waits.tasks[task].task))); break;
        case 1: aw__write(cells, aw__task_state(t->waits.tasks[task].task)); break;
        case 2: aw__write_awaited(cells, &t->waits, task); break;
        default: write_waiters(cells, &t->waits, task); break;
        }
        end_cell(t, column, begin);
    }
}

static void write_spaces(aw__writer *writer, size_t count) {
    while (count--) aw__write_bytes(writer, " ", 1);
}

static const char *write_row(aw__writer *writer, const table *t, const char *cells) {
    for (unsigned column = 0; column < 4; column++) {
        size_t length = strlen(cells);
        aw__write_bytes(writer, cells, length);
        write_spaces(writer, t->widths[column] + 2 - width(cells, length));
        cells += length + 1;
    }
    return cells;
}

static void write_frames(aw__writer *writer, const table *t, const aw__task *task) {
    size_t indent = 8;
    for (unsigned column = 0; column < 4; column++) indent += t->widths[column];
    uint32_t count = 0, index = 0;
    aw__frame frame;
    for (aw_value at = task->coroutine; !aw_is_none(at); at = aw__awaited_by_value(at)) count += aw__frame_of(at, &frame);
    for (aw_value at = task->coroutine; !aw_is_none(at); at = aw__awaited_by_value(at)) {
        if (!aw__frame_of(at, &frame)) continue;
        uint32_t from_end = count - index++;
        if (index > FRAMES_AT_MOST / 2 && from_end > FRAMES_AT_MOST / 2) {
            if (index != FRAMES_AT_MOST / 2 + 1) continue;
            write_spaces(writer, indent + 2);
            aw__write_format(writer, "… %u more …\n", (unsigned)(count - FRAMES_AT_MOST));
            continue;
        }
        if (index > 1) write_spaces(writer, indent + 2);
        aw__write_frame(writer, &frame);
        aw__write(writer, "\n");
    }
    if (!count) aw__write(writer, "-\n");
}

typedef struct answer {
    aw_value value;
} answer;

static const char titles[] = "TASK\0STATE\0WAITS FOR\0AWAITED BY";

static void make_table(void *argument) {
    table t = {.widths = {4, 5, 9, 10}};
    if (!aw__waits_init(&t.waits)) {
        ((answer *)argument)->value = aw__memory_error();
        return;
    }
    for (uint32_t i = 0; i < t.waits.task_count; i++) fill_row(&t, i);
    aw__writer writer = {.failed = t.cells.failed};
    if (!t.waits.task_count) aw__write(&writer, "no tasks\n");
    else write_row(&writer, &t, titles), aw__write(&writer, "WHERE\n");
    const char *cells = t.cells.data;
    for (uint32_t i = 0; !writer.failed && i < t.waits.task_count; i++) {
        cells = write_row(&writer, &t, cells);
        write_frames(&writer, &t, t.waits.tasks[i].task);
    }
    aw__free(t.cells.data, t.cells.capacity);
    aw__waits_fini(&t.waits);
    ((answer *)argument)->value = aw__writer_value(&writer);
}

static aw_value make(void (*function)(void *)) {
    answer made = {aw_none()};
    aw__on_main_stack(function, &made);
    return made.value;
}

aw_value aw_ps(void) { return make(make_table); }

/* -- data -- */

static aw_value frames_of(const aw__task *task) {
    aw_value frames = AW_TRY(aw_list_of(0, NULL));
    aw__frame frame;
    for (aw_value at = task->coroutine; !aw_is_none(at); at = aw__awaited_by_value(at)) {
        if (!aw__frame_of(at, &frame)) continue;
        AW_SCOPE {
            aw_value file = frame.file ? aw_string(frame.file) : aw_none();
            AW_TRY(aw_append(frames, AW_TUPLE(aw_string(frame.function), file, aw_int(frame.line))));
        }
    }
    return frames;
}

static aw_value indexes(const aw__waits *waits, uint32_t task, bool awaited) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    uint32_t i = awaited ? waits->tasks[task].first_awaited : waits->tasks[task].first_waiter;
    while (i != AW__NOBODY) {
        const aw__wait *wait = &waits->waits[i];
        AW_TRY(aw_append(list, aw_int(awaited ? wait->awaited : wait->waiter)));
        i = awaited ? wait->next_awaited : wait->next_waiter;
    }
    return list;
}

static aw_value describe(const aw__waits *waits, uint32_t index) {
    const aw__task *task = waits->tasks[index].task;
    aw__writer writer = {0};
    aw__write_awaited(&writer, waits, index);
    aw_value awaits = aw__writer_value(&writer);
    if (!aw_is_error(awaits) && !aw_length(awaits)) awaits = aw_none();
    return AW_TUPLE(aw_string(aw_task_name(aw__task_value(task))), aw_string(aw__task_state(task)), awaits, indexes(waits, index, true),
                    indexes(waits, index, false), frames_of(task));
}

static aw_value describe_all(const aw__waits *waits) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < waits->task_count; i++)
        AW_SCOPE { AW_TRY(aw_append(list, describe(waits, i))); }
    return list;
}

static void make_data(void *argument) {
    aw__waits waits;
    aw_value value = aw__memory_error();
    if (aw__waits_init(&waits)) {
        value = describe_all(&waits);
        aw__waits_fini(&waits);
    }
    ((answer *)argument)->value = value;
}

aw_value aw_ps_data(void) { return make(make_data); }
