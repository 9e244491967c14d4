/* Native blocks are malloc's. */
#include "block.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void *aw__block_take(size_t size) { return malloc(size); }

void aw__block_give(void *block, size_t size) {
    (void)size;
    free(block);
}

void *aw__block_resize(void *block, size_t old_size, size_t new_size) {
    (void)old_size;
    return realloc(block, new_size);
}

enum { PAGES = 2 };

/* Of pages that are not mapped, msync says so. */
size_t aw__readable(const void *address) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first = (uintptr_t)address / page * page, end = first;
    while (end - first < PAGES * page && msync((void *)end, page, MS_ASYNC) == 0) end += page;
    return end == first ? 0 : end - (uintptr_t)address;
}

bool aw__is_static(const void *address, size_t size) {
    (void)size;
    return address != NULL;
}
