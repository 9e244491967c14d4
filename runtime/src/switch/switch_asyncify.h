/* The wasm back end's inline half. switch.h says how it works. */
#ifndef AW_SWITCH_ASYNCIFY_H
#define AW_SWITCH_ASYNCIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AW__ASYNCIFY(name) __attribute__((import_module("asyncify"), import_name(#name)))
AW__ASYNCIFY(start_unwind) void aw__start_unwind(void *buffer);
AW__ASYNCIFY(stop_unwind) void aw__stop_unwind(void);
AW__ASYNCIFY(start_rewind) void aw__start_rewind(void *buffer);
AW__ASYNCIFY(stop_rewind) void aw__stop_rewind(void);

/* What the pass reads and writes: the layout is Binaryen's. */
typedef struct aw__frames {
    char *current, *end;
} aw__frames;

typedef struct aw__stack {
    aw__frames frames; /* empty while nothing is suspended */
    char *low; /* of the block */
    char *stack_pointer;
    struct aw__spilled *spilled; /* saved frames that the block has no room for */
    uint32_t size;               /* of the block, a multiple of 16; plus 1 where some of it is set aside: see aw__stack_init */
} aw__stack;

typedef struct aw__stack_mark {
    char *pointer, *main_pointer;
    const aw__stack *stack;
} aw__stack_mark;

extern uint64_t aw__stack_result;
extern aw__frames aw__unwound; /* where all stacks unwind to */
/* That buffer's ends: it holds nothing while no switch is under way. */
extern char *const aw__unwound_ends[2];
extern bool aw__rewinding, aw__unwinding;

#define AW__SUSPENDS(name) __attribute__((noinline, export_name(#name)))

static inline bool aw__stack_resuming(void) { return aw__rewinding; }
/* Part of its caller, which the pass takes for what suspends. */
static inline __attribute__((always_inline)) bool aw__stack_leave(void) {
    if (aw__rewinding) {
        aw__stop_rewind();
        aw__rewinding = false;
        return true;
    }
    aw__unwinding = true;
    aw__start_unwind(&aw__unwound);
    return false;
}

#endif
