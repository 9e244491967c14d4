/* Who waits for whom: what ps, pstree and the deadlock report are made of. A picture of one moment; it changes nothing. */
#ifndef AW_RUN_WAITS_H
#define AW_RUN_WAITS_H

#include "../base/writer.h"
#include "../task/task.h"

/* -- what one task stands on -- */

typedef struct aw__frame {
    const char *function;
    const char *file; /* NULL for what is the runtime's own */
    int line;
    aw_value subject; /* the lock or the like that it is about, or None */
} aw__frame;
/* From an awaitable to what it awaits in turn; None at the end. Borrowed. */
aw_value aw__awaited_by_value(aw_value value);
/* Fills in where it stands; false for what is no frame to a reader: wrappers and futures. */
bool aw__frame_of(aw_value value, aw__frame *out_frame);
/* "work (app.c:12)" or "Queue.get <Queue …>". */
void aw__write_frame(aw__writer *writer, const aw__frame *frame);

/* -- all of them -- */

enum { AW__NOBODY = UINT32_MAX };

typedef struct aw__wait {
    uint32_t waiter, awaited;            /* tasks, by index */
    uint32_t next_awaited, next_waiter;  /* the next with the same waiter, with the same awaited */
} aw__wait;
typedef struct aw__waiting_task {
    aw__task *task;
    uint32_t first_awaited, first_waiter; /* waits, by index, or AW__NOBODY */
    uint32_t last_awaited, last_waiter;   /* where there is a first */
    uint32_t mark;                        /* for whoever walks them; 0 at the start */
} aw__waiting_task;
typedef struct aw__waits {
    aw__waiting_task *tasks; /* those that are not done, oldest first */
    aw__wait *waits;
    uint32_t task_count, wait_count, wait_capacity;
    uint32_t *table; /* from tasks to indexes, by hash */
    uint32_t table_size;
    bool failed;
} aw__waits;
/* False where memory is exhausted; there is nothing to fini then. */
bool aw__waits_init(aw__waits *waits);
void aw__waits_fini(aw__waits *waits);

/* "running", "ready", "waiting" or "cancelling". */
const char *aw__task_state(const aw__task *task);
/* "gather of 2: Task-2, Task-3", "sleep(1)", "a future"; nothing for a task that is ready or running. */
void aw__write_awaited(aw__writer *writer, const aw__waits *waits, uint32_t task);
/* A sentence for each circle of tasks that wait for each other, with `before` in front of each. How many. */
unsigned aw__write_cycles(aw__writer *writer, aw__waits *waits, const char *before);

#endif
