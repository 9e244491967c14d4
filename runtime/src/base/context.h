/* An execution context: what a coroutine has of its own while it runs. Code outside any coroutine runs in the root context.
 *
 * The pool holds the references that the context owns (scope.h has the rule); `mark` is where its innermost scope began.
 * `handled` is the exception that is being handled there. As in CPython, code that handles none sees the one of whoever resumed it:
 * the chain goes to `resumer` where one is set (the driver of a chain's root, or whoever throws), else to `awaiter`. */
#ifndef AW_BASE_CONTEXT_H
#define AW_BASE_CONTEXT_H

#include "object.h"

typedef struct aw__pool {
    aw__object **entries;
    uint32_t count, capacity, mark;
} aw__pool;

typedef struct aw__context {
    aw__pool pool;
    struct aw__exception *handled;
    struct aw__context *awaiter, *resumer;
} aw__context;

extern aw__context aw__root_context;
extern aw__context *aw__current; /* never NULL */

/* Gives a reference to the current context. Immediate values come back at once. Error: MemoryError, and the reference is dropped. */
aw_value aw__own(aw_value value);
/* The same for another context. */
aw_value aw__own_in(aw__context *context, aw_value value);
/* Takes one of the references made since `mark` out of the pool, if it is there: the caller has it then. */
bool aw__disown(aw__pool *pool, aw_value value, uint32_t mark);
/* Drops what was given since `mark`, oldest first. */
void aw__pool_drop(aw__pool *pool, uint32_t mark);
/* Drops everything and frees the pool. */
void aw__pool_fini(aw__pool *pool);
/* Wraps a fresh object, or says MemoryError where it is NULL. */
static inline aw_value aw__fresh(void *object);

#include "exception.h"

static inline aw_value aw__fresh(void *object) {
    aw__pool *pool = &aw__current->pool;
    if (!object) return aw__memory_error();
    if (pool->count == pool->capacity) return aw__own(aw__from_object(object));
    pool->entries[pool->count++] = object;
    return aw__from_object(object);
}

#endif
