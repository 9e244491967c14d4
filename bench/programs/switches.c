/* The bare switch, without Python's semantics: one enter and one leave of a stack. Uses the runtime's private floor 1. */
#include "switch/switch.h"

static aw__stack stack;

AW__SUSPENDS(leave_once) void leave_once(void) {
    if (!aw__stack_leave()) return;
}

static uint64_t entry(void *argument) {
    (void)argument;
    for (;;) leave_once();
    return 0;
}

/* 0, or 1 if that failed. */
int prepare_switches(void) { return !aw__stack_init(&stack, 1024, false); }

/* Does `count` round trips, and returns how many of them failed. */
int switches(int count) {
    int failed = 0;
    for (int i = 0; i < count; i++) failed += aw__stack_enter(&stack, entry, NULL) != AW__LEFT;
    return failed;
}
