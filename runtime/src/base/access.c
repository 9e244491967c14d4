/* The record of what was touched: a list without duplicates, for a few hundred objects at most. */
#include "access.h"

enum { WRITTEN = 1, BLOCK = 2, ENDED = 4, SIZE_SHIFT = 3 };

bool aw__recording;
const char aw__the_host, aw__the_tasks;
aw__accesses aw__recorded;

void aw__note_everything(void) { aw__recorded.count = UINT32_MAX; }

static void add(uint32_t address, uint32_t flags) {
    if (aw__recorded.count < AW__ACCESSES_AT_MOST) aw__recorded.items[aw__recorded.count++] = (aw__access){address, flags};
    else aw__note_everything();
}

static bool is_within(const aw__access *block, uint32_t address) {
    return block->flags & BLOCK && address - block->address < block->flags >> SIZE_SHIFT;
}

/* From the end: what was touched last is most often touched again. */
__attribute__((noinline)) void aw__note_access(const void *object, bool writes) {
    uint32_t address = (uint32_t)(uintptr_t)object;
    if (!object || aw__recorded.count == UINT32_MAX) return;
    for (uint32_t i = aw__recorded.count; i-- > 0;) {
        aw__access *it = &aw__recorded.items[i];
        if (is_within(it, address)) return;
        if (it->address != address || it->flags & (BLOCK | ENDED)) continue;
        it->flags |= writes;
        return;
    }
    add(address, writes ? WRITTEN : 0);
}

__attribute__((noinline)) void aw__note_ended(const void *object, bool ran) {
    uint32_t address = (uint32_t)(uintptr_t)object;
    if (aw__recorded.count == UINT32_MAX) return;
    for (uint32_t i = aw__recorded.count; !ran && i-- > 0;)
        if (is_within(&aw__recorded.items[i], address)) return;
    add(address, ran ? ENDED | WRITTEN : ENDED);
}

__attribute__((noinline)) void aw__note_quiet_end(void) {
    if (aw__recorded.count && aw__recorded.count != UINT32_MAX) aw__recorded.items[aw__recorded.count - 1].flags &= ~(uint32_t)WRITTEN;
}

/* One that holds memory which was given back before, and so was another's, counts as that. */
__attribute__((noinline)) void aw__note_fresh(const void *block, size_t size) {
    uint32_t address = (uint32_t)(uintptr_t)block;
    if (!block || aw__recorded.count == UINT32_MAX) return;
    for (uint32_t i = 0; i < aw__recorded.count; i++) {
        const aw__access *it = &aw__recorded.items[i];
        if (it->flags & BLOCK && (it->address - address < size || is_within(it, address))) return;
    }
    add(address, BLOCK | (uint32_t)size << SIZE_SHIFT);
}

/* A block of no bytes, where it was not taken since recording began. */
__attribute__((noinline)) void aw__note_freed(const void *block) {
    uint32_t address = (uint32_t)(uintptr_t)block;
    if (!block || aw__recorded.count == UINT32_MAX) return;
    for (uint32_t i = 0; i < aw__recorded.count; i++)
        if (is_within(&aw__recorded.items[i], address)) return;
    add(address, BLOCK);
}
