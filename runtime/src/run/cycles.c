/* Circles of tasks that wait for each other, told in a sentence each. */
#include "waits.h"

enum { CYCLES_AT_MOST = 8, NAMES_AT_MOST = 6, LEFT = UINT32_MAX };

/* A walk through the graph, depth first. A task's mark is its place on the way, counted from 1, or LEFT. */
typedef struct walk {
    aw__waits *waits;
    uint32_t *way, *next; /* the tasks on the way, and the wait that each looks at next */
    uint32_t length;
    aw__writer *writer;
    const char *before;
    unsigned told;
} walk;

static const char *name(const walk *w, uint32_t place) { return aw_task_name(aw__task_value(w->waits->tasks[w->way[place]].task)); }

static void tell(walk *w, uint32_t first) {
    uint32_t count = w->length - first;
    if (w->told++ >= CYCLES_AT_MOST) return;
    aw__write(w->writer, w->before);
    aw__write(w->writer, name(w, first));
    if (count == 1) return aw__write(w->writer, " waits for itself.");
    if (count == 2) {
        aw__write(w->writer, " and ");
        aw__write(w->writer, name(w, first + 1));
        return aw__write(w->writer, " wait for each other.");
    }
    for (uint32_t i = 1; i < count && i < NAMES_AT_MOST; i++) {
        aw__write(w->writer, i == 1 ? " waits for " : ", which waits for ");
        aw__write(w->writer, name(w, first + i));
    }
    if (count > NAMES_AT_MOST) aw__write_format(w->writer, ", and so on through %u more", (unsigned)(count - NAMES_AT_MOST));
    aw__write(w->writer, ", which waits for ");
    aw__write(w->writer, name(w, first));
    aw__write(w->writer, ".");
}

static void enter(walk *w, uint32_t task) {
    w->way[w->length] = task;
    w->next[w->length] = w->waits->tasks[task].first_awaited;
    w->waits->tasks[task].mark = ++w->length;
}

static void walk_from(walk *w, uint32_t start) {
    for (enter(w, start); w->length;) {
        uint32_t *next = &w->next[w->length - 1];
        if (*next == AW__NOBODY) {
            w->waits->tasks[w->way[--w->length]].mark = LEFT;
            continue;
        }
        uint32_t inner = w->waits->waits[*next].awaited, mark = w->waits->tasks[inner].mark;
        *next = w->waits->waits[*next].next_awaited;
        if (!mark) enter(w, inner);
        else if (mark != LEFT) tell(w, mark - 1);
    }
}

unsigned aw__write_cycles(aw__writer *writer, aw__waits *waits, const char *before) {
    size_t size = (waits->task_count + 1) * sizeof(uint32_t);
    walk w = {waits, aw__allocate(size), aw__allocate(size), 0, writer, before, 0};
    for (uint32_t i = 0; w.way && w.next && i < waits->task_count; i++)
        if (!waits->tasks[i].mark) walk_from(&w, i);
    for (uint32_t i = 0; i < waits->task_count; i++) waits->tasks[i].mark = 0;
    aw__free(w.way, size);
    aw__free(w.next, size);
    return w.told;
}
