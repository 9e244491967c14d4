/* A call from JavaScript: a scope of its own, and a note of where everything stood, from which the module goes on if the call ends in a trap. */
#ifndef AW_JS_ENTRY_H
#define AW_JS_ENTRY_H

#include "../task/task.h"

#include "../coro/coroutine.h"

#define AW__EXPORT(name) __attribute__((export_name(#name), noinline))

typedef struct aw__entry {
    struct aw__entry *outer;
    aw__coroutine *running, *active, *driven;
    aw__context *current;
    aw__pool pool; /* where the scopes of the current context stood */
    aw__exception *handled;
    unsigned depth, destroying;
    aw__task *task;
    bool loop_running, loop_turning;
    aw__scope scope;
    aw__stack_mark stack;
    aw_value result; /* with a reference, while what the call made is let go */
    bool looks;      /* set after its beginning: it does nothing of the program's, and at its end nothing is collected */
} aw__entry;

/* Begins it; the arguments are still in the slots. */
void aw__entry_begin(aw__entry *self);
/* Ends it, with the result in slot 0. The status, or -1 where that cannot be written. */
int aw__entry_end(aw__entry *self, int status, aw_value result);
/* The same with the status that the value says: 1, or -1 for an error. */
int aw__entry_end_value(aw__entry *self, aw_value result);
/* Ends it without a result. */
void aw__entry_leave(aw__entry *self);

static inline aw_value aw__value_at(void *object) { return aw__from_object(object); }
/* The arguments in the first slots, which are free then; the error of reading one takes the place of all. */
aw_value aw__entry_arguments(uint32_t count, aw_value *out);

#endif
