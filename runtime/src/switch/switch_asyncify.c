/* Stacks on WebAssembly, by Binaryen's Asyncify. The essay is in switch.h. */
#include "switch.h"

#include "../base/heap.h"
#include "../base/port.h"

#include <string.h>

/* Binds the check that every function makes when it takes its C frame. The build gives it a body. */
__attribute__((import_module("aw"), import_name("set_stack_limits"))) void aw__set_stack_limits(void *base, void *limit);

enum {
    FRAMES_AT_MOST = 1 << 20, /* more than an engine's call stack can hold */
    RED_ZONE = 128            /* what a function may use below the stack pointer without moving it */
};
static char unwound[FRAMES_AT_MOST] __attribute__((aligned(8)));
aw__frames aw__unwound;
char *const aw__unwound_ends[2] = {unwound, unwound + FRAMES_AT_MOST};
uint64_t aw__stack_result;
bool aw__rewinding, aw__unwinding;

static aw__stack main_stack; /* its bounds only; they are found at the first switch */
static const aw__stack *running = &main_stack;
static char *main_pointer; /* where the main stack is free while another runs; NULL while it runs itself */

static inline char *get_stack_pointer(void) {
    char *pointer;
    __asm__ volatile(".globaltype __stack_pointer, i32\n\tglobal.get __stack_pointer\n\tlocal.set %0" : "=r"(pointer));
    return pointer;
}

static inline void set_stack_pointer(char *pointer) {
    __asm__ volatile(".globaltype __stack_pointer, i32\n\tlocal.get %0\n\tglobal.set __stack_pointer" ::"r"(pointer));
}

struct aw__spilled {
    uint32_t size;
    char frames[] __attribute__((aligned(8)));
};

/* The part of the block that functions may use below the stack pointer without moving it, where the block's size has no room for that. */
enum { SET_ASIDE = 1 };

static inline uint32_t size_of(const aw__stack *stack) { return stack->size & ~15u; }
static inline char *high_of(const aw__stack *stack) { return (char *)((uintptr_t)(stack->low + size_of(stack)) & ~(uintptr_t)15); }
static inline char *limit_of(const aw__stack *stack) { return stack->low + (stack->size & SET_ASIDE) * RED_ZONE; }

/* Before the stack pointer is set: the check stands at that, too. */
static inline void bind(const aw__stack *stack) {
    running = stack;
    aw__set_stack_limits(high_of(stack), limit_of(stack));
}

/* The linker puts the main stack below everything, or between the data and the heap, and does not align its ends. */
static void find_main_stack(void) {
    extern char __global_base, __data_end, __heap_base;
    bool above_data = get_stack_pointer() > &__data_end;
    uintptr_t high = ((uintptr_t)(above_data ? &__heap_base : &__global_base) + 15) & ~(uintptr_t)15;
    uint32_t size = (uint32_t)(high - (above_data ? (uintptr_t)&__data_end : 16)) & ~15u;
    main_stack.low = (char *)(high - size);
    main_stack.size = size | SET_ASIDE;
    aw__unwound = (aw__frames){unwound, unwound + FRAMES_AT_MOST};
}

bool aw__stack_init(aw__stack *stack, size_t size, bool exact) {
    size = (size + (exact ? 0 : RED_ZONE) + 15) & ~(size_t)15;
    char *low = aw__allocate(size);
    if (!low) return false;
    *stack = (aw__stack){.low = low, .size = (uint32_t)size | (exact ? 0 : SET_ASIDE)};
    stack->stack_pointer = high_of(stack);
    aw__counts.stacks++;
    return true;
}

static void drop_spilled(aw__stack *stack) {
    if (stack->spilled) aw__free(stack->spilled, sizeof *stack->spilled + stack->spilled->size);
    stack->spilled = NULL;
}

void aw__stack_fini(aw__stack *stack) {
    if (!stack->low) return;
    aw__free(stack->low, size_of(stack));
    drop_spilled(stack);
    *stack = (aw__stack){0};
    aw__counts.stacks--;
}

/* Room on the heap for saved frames that the block has none for; NULL where memory is exhausted. */
static __attribute__((noinline)) char *spill(aw__stack *stack, size_t size) {
    if (!stack->spilled || size > stack->spilled->size) {
        drop_spilled(stack);
        stack->spilled = aw__allocate(sizeof *stack->spilled + size);
        if (!stack->spilled) return NULL;
        stack->spilled->size = (uint32_t)size;
    }
    return stack->spilled->frames;
}

static inline bool save_frames(aw__stack *stack) {
    size_t size = (size_t)(aw__unwound.current - unwound), whole = (size + 7) & ~(size_t)7;
    aw__unwound.current = unwound;
    char *to = whole <= (size_t)(stack->stack_pointer - stack->low) ? stack->low : spill(stack, whole);
    if (!to) return false;
    stack->frames.current = stack->frames.end = to + size;
    /* eight bytes at a time: for so few, memcpy's call costs more than its work */
    for (size_t i = 0; i < whole; i += 8) memcpy(to + i, unwound + i, 8);
    return true;
}

__attribute__((noinline, export_name("aw__stack_enter"))) aw__stack_state aw__stack_enter(aw__stack *stack, uint64_t (*entry)(void *),
                                                                                          void *argument) {
    if (!main_stack.size) find_main_stack();
    char *outer_pointer = get_stack_pointer(), *outer_main = main_pointer;
    const aw__stack *outer = running;
    if (!outer_main) main_pointer = outer_pointer;
    bind(stack);
    set_stack_pointer(stack->stack_pointer);
    if (stack->frames.current) {
        aw__rewinding = true;
        aw__start_rewind(&stack->frames);
    }
    aw__stack_result = entry(argument);
    char *inner_pointer = get_stack_pointer();
    bind(outer);
    set_stack_pointer(outer_pointer);
    main_pointer = outer_main;
    if (!aw__unwinding) return AW__ENDED;
    aw__unwinding = false;
    aw__stop_unwind();
    stack->stack_pointer = inner_pointer;
    return save_frames(stack) ? AW__LEFT : AW__LOST;
}

bool aw__stack_holds(const aw__stack *stack, const void *address, size_t size) {
    size_t used = (size_t)(high_of(stack) - stack->stack_pointer), from = (uintptr_t)address - (uintptr_t)stack->stack_pointer;
    return size <= used && from <= used - size;
}

bool aw__stack_measure(const aw__stack *stack, aw__stack_use *out_use) {
    const char *frames = stack->frames.current >= stack->low && stack->frames.current <= high_of(stack) ? stack->low : stack->spilled->frames;
    *out_use = (aw__stack_use){
        (size_t)(stack->frames.current - frames),
        (size_t)(high_of(stack) - limit_of(stack)),
        (size_t)(high_of(stack) - stack->stack_pointer),
        !(stack->size & SET_ASIDE),
    };
    return true;
}

__attribute__((noinline)) void aw__on_main_stack(void (*function)(void *), void *argument) {
    if (!main_pointer) {
        function(argument);
        return;
    }
    char *outer_pointer = get_stack_pointer(), *outer_main = main_pointer;
    const aw__stack *outer = running;
    bind(&main_stack);
    set_stack_pointer(main_pointer);
    main_pointer = NULL;
    function(argument);
    main_pointer = outer_main;
    bind(outer);
    set_stack_pointer(outer_pointer);
}

aw__stack_mark aw__stack_mark_now(void) { return (aw__stack_mark){get_stack_pointer(), main_pointer, running}; }

/* A trap may have come in the middle of anything, an unwinding included. */
__attribute__((noinline)) void aw__stack_recover(const aw__stack_mark *mark) {
    if (aw__unwinding) aw__stop_unwind();
    if (aw__rewinding) aw__stop_rewind();
    aw__unwinding = aw__rewinding = false;
    aw__unwound.current = unwound;
    main_pointer = mark->main_pointer;
    if (main_stack.size) bind(mark->stack);
    set_stack_pointer(mark->pointer);
}

/* What the check calls: the frame at `pointer` does not fit. The host throws, so this does not return. */
__attribute__((import_module("aw"), import_name("stack_overflow"))) void aw__report_stack_overflow(char *pointer, char *limit, char *base,
                                                                                                  const char *name, size_t length);
__attribute__((export_name("aw__stack_overflow"))) void aw__stack_overflow(char *pointer) {
    const char *name = main_pointer ? aw__stack_owner() : NULL;
    aw__report_stack_overflow(pointer, running->low, high_of(running), name, name ? strlen(name) : 0);
}
