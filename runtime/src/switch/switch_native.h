/* The native back end's inline half: stacks of the operating system's own kind, for sanitizers, gdb and fast tests. */
#ifndef AW_SWITCH_NATIVE_H
#define AW_SWITCH_NATIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct aw__stack {
    struct aw__fiber *fiber; /* NULL until the stack is first entered */
    bool made;
} aw__stack;
typedef struct aw__stack_mark {
    char unused;
} aw__stack_mark;

extern uint64_t aw__stack_result;

#define AW__SUSPENDS(name) __attribute__((noinline))

void aw__fiber_leave(void);
static inline bool aw__stack_resuming(void) { return false; }
static inline bool aw__stack_leave(void) {
    aw__fiber_leave();
    return true;
}

#endif
