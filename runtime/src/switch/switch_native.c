/* Stacks on POSIX systems, by ucontext. AddressSanitizer is told of each switch, else it takes the stacks for corrupted ones. */
#define _GNU_SOURCE
#include "switch.h"

#include "../base/heap.h"
#include "../base/port.h"

#include <sys/mman.h>
#include <ucontext.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#else
#define __sanitizer_start_switch_fiber(saved, bottom, size) ((void)0)
#define __sanitizer_finish_switch_fiber(saved, bottom, size) ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)0)
#endif

enum { STACK_SIZE = 128 << 10 }; /* untouched pages cost nothing */

/* The bookkeeping is a block of its own, so that a test can make its allocation fail. */
typedef struct aw__fiber {
    ucontext_t own, enterer;
    char *memory;
    uint64_t (*entry)(void *);
    void *argument;
    uint64_t result;
    bool finished;
    struct aw__fiber *outer;
    void *fake_stack, *enterer_fake_stack;
    const void *enterer_bottom;
    size_t enterer_size;
} fiber;

static fiber *running;
uint64_t aw__stack_result;

bool aw__stack_init(aw__stack *stack, size_t size, bool exact) {
    (void)size, (void)exact;
    fiber *made = aw__allocate(sizeof *made);
    if (!made) return false;
    *made = (fiber){0};
    made->memory = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (made->memory == MAP_FAILED) {
        aw__free(made, sizeof *made);
        return false;
    }
    *stack = (aw__stack){made, true};
    aw__counts.stacks++;
    return true;
}

void aw__stack_fini(aw__stack *stack) {
    if (!stack->made) return;
    ASAN_UNPOISON_MEMORY_REGION(stack->fiber->memory, STACK_SIZE);
    munmap(stack->fiber->memory, STACK_SIZE);
    aw__free(stack->fiber, sizeof *stack->fiber);
    *stack = (aw__stack){0};
    aw__counts.stacks--;
}

static void run(void) {
    fiber *self = running;
    __sanitizer_finish_switch_fiber(NULL, &self->enterer_bottom, &self->enterer_size);
    self->result = self->entry(self->argument);
    self->finished = true;
    __sanitizer_start_switch_fiber(NULL, self->enterer_bottom, self->enterer_size);
    swapcontext(&self->own, &self->enterer);
}

aw__stack_state aw__stack_enter(aw__stack *stack, uint64_t (*entry)(void *), void *argument) {
    fiber *self = stack->fiber;
    if (!self->entry) {
        getcontext(&self->own);
        self->own.uc_stack.ss_sp = self->memory;
        self->own.uc_stack.ss_size = STACK_SIZE;
        self->entry = entry;
        self->argument = argument;
        makecontext(&self->own, run, 0);
    }
    self->outer = running;
    running = self;
    __sanitizer_start_switch_fiber(&self->enterer_fake_stack, self->memory, STACK_SIZE);
    swapcontext(&self->enterer, &self->own);
    __sanitizer_finish_switch_fiber(self->enterer_fake_stack, NULL, NULL);
    running = self->outer;
    aw__stack_result = self->result;
    return self->finished ? AW__ENDED : AW__LEFT;
}

void aw__fiber_leave(void) {
    fiber *self = running;
    __sanitizer_start_switch_fiber(&self->fake_stack, self->enterer_bottom, self->enterer_size);
    swapcontext(&self->own, &self->enterer);
    __sanitizer_finish_switch_fiber(self->fake_stack, &self->enterer_bottom, &self->enterer_size);
}

bool aw__stack_holds(const aw__stack *stack, const void *address, size_t size) {
    (void)stack, (void)size;
    return address != NULL;
}

bool aw__stack_measure(const aw__stack *stack, aw__stack_use *out_use) {
    (void)stack, (void)out_use;
    return false;
}

void aw__on_main_stack(void (*function)(void *), void *argument) { function(argument); }
aw__stack_mark aw__stack_mark_now(void) { return (aw__stack_mark){0}; }
void aw__stack_recover(const aw__stack_mark *mark) { (void)mark; }
