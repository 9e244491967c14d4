/* Blocks of memory, below the heap's counting: where they come from. On WebAssembly from a pool of our own (js/block_pool.c), natively from malloc (block_native.c), so that
 * sanitizers see each one. Their sizes are given back with them. */
#ifndef AW_BASE_BLOCK_H
#define AW_BASE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

/* NULL where memory is exhausted. */
void *aw__block_take(size_t size);
void aw__block_give(void *block, size_t size);
/* The block with another size, moved perhaps. NULL: it is as it was. */
void *aw__block_resize(void *block, size_t old_size, size_t new_size);

/* How many bytes can be read from there. Natively to the end of the next page at most. */
size_t aw__readable(const void *address);
/* Are these bytes of static data? Natively: perhaps. */
bool aw__is_static(const void *address, size_t size);

#endif
