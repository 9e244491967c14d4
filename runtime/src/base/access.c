/* The record of what was touched: a list without duplicates, for a few hundred objects at most. */
#include "access.h"

enum { WRITTEN = 1, FRESH = 2, SIZE_SHIFT = 2 };

bool aw__recording;
const char aw__the_host, aw__the_tasks;
aw__accesses aw__recorded;

void aw__note_everything(void) { aw__recorded.count = UINT32_MAX; }

static void add(uint32_t address, uint32_t flags) {
    if (aw__recorded.count < AW__ACCESSES_AT_MOST) aw__recorded.items[aw__recorded.count++] = (aw__access){address, flags};
    else aw__note_everything();
}

/* From the end: what was touched last is most often touched again. */
__attribute__((noinline)) void aw__note_access(const void *object, bool writes) {
    uint32_t address = (uint32_t)(uintptr_t)object;
    if (aw__recorded.count == UINT32_MAX) return;
    for (uint32_t i = aw__recorded.count; i-- > 0;) {
        aw__access *it = &aw__recorded.items[i];
        if (it->address != address || it->flags & FRESH) continue;
        it->flags |= writes;
        return;
    }
    add(address, writes ? WRITTEN : 0);
}

__attribute__((noinline)) void aw__note_fresh(const void *block, size_t size) {
    if (aw__recorded.count != UINT32_MAX) add((uint32_t)(uintptr_t)block, FRESH | (uint32_t)size << SIZE_SHIFT);
}
