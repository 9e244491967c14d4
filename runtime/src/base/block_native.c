/* Native blocks are malloc's. */
#include "block.h"

#include <stdint.h>
#include <stdlib.h>

void *aw__block_take(size_t size) { return malloc(size); }

void aw__block_give(void *block, size_t size) {
    (void)size;
    free(block);
}

void *aw__block_resize(void *block, size_t old_size, size_t new_size) {
    (void)old_size;
    return realloc(block, new_size);
}

size_t aw__readable(const void *address) {
    (void)address;
    return SIZE_MAX;
}

bool aw__is_static(const void *address, size_t size) {
    (void)size;
    return address != NULL;
}
