/* What the loop will call, as people know it. */
#ifndef AW_JS_SCHEDULED_H
#define AW_JS_SCHEDULED_H

#include "../loop/loop.h"

typedef struct aw__callee {
    const char *kind; /* "task", "timer", "callback" or "done", a future's */
    aw_value task;    /* the name of the task that runs or is told, or None */
    uint32_t number;  /* of that task, or 0 */
    aw_value place;   /* file:line where the task goes on, a callback's name, or None */
} aw__callee;

/* Does it tell JavaScript of the end of what JavaScript waits for? */
bool aw__tells_host(aw__call call);
/* Values in the caller's scope. None, or MemoryError. */
aw_value aw__callee_of(const aw__ready_entry *it, aw__callee *out);

#endif
