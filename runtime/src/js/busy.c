/* Lets JavaScript end what does not come back, an endless loop for instance: clang has the code of modules that are built `--stoppable` call this at every branch. */
#include "busy.h"

__attribute__((import_module("aw"), import_name("busy"))) void aw__import_busy(uint32_t asked);

aw__busy aw__busy_now = {AW__BRANCHES, 0};

void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop);
void __sanitizer_cov_trace_pc_guard(uint32_t *guard);

void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop) {
    (void)start;
    (void)stop;
}

void __sanitizer_cov_trace_pc_guard(uint32_t *guard) {
    (void)guard;
    if (--aw__busy_now.left > 0) return;
    aw__busy_now.left = AW__BRANCHES;
    aw__import_busy(++aw__busy_now.asked); /* may throw */
}
