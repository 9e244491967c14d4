#include "heap.h"

#include "access.h"
#include "block.h"

aw_live_counts aw__counts;
static long allocations_left = -1;

long aw__fail_allocation_after(long successes) {
    long left = allocations_left;
    allocations_left = successes;
    return left;
}

static bool refused(void) {
    if (allocations_left < 0) return false;
    if (allocations_left == 0) return true;
    allocations_left--;
    return false;
}

void *aw__allocate(size_t size) {
    void *block = refused() ? NULL : aw__block_take(size);
    if (block) aw__counts.bytes += size;
    return block;
}

void *aw__reallocate(void *block, size_t old_size, size_t new_size) {
    void *moved = refused() ? NULL : aw__block_resize(block, old_size, new_size);
    if (moved) aw__counts.bytes += new_size - old_size;
    return moved;
}

void aw__free(void *block, size_t size) {
    if (!block) return;
    aw__counts.bytes -= size;
    aw__block_give(block, size);
}

aw_live_counts aw_live(void) {
    aw__touches_everything();
    return aw__counts;
}
