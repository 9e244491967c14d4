/* Blocks on WebAssembly. Tasks come and go by the million, all of a few sizes: each size up to SMALL has a list of free blocks, and what has never been
 * used is cut from a large piece. A block has no header, taking and giving one is a few instructions, and pieces grow with what there is, because each
 * growth of the memory costs an engine much. A block once given back serves its own size again, not others. */
#include "../base/block.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STEP = 16, SMALL = 512, FIRST_PIECE = 1 << 14, LARGEST_PIECE = 1 << 21 };

typedef struct free_block {
    struct free_block *next;
} free_block;

static free_block *free_blocks[SMALL / STEP + 1];
static char *piece;
static size_t left, cut; /* of the piece; in all pieces before it */

static inline size_t steps_of(size_t size) { return size ? (size + STEP - 1) / STEP : 1; }

/* What is left of the old piece becomes a block of the largest size that fits. */
static void save_rest(void) {
    free_block *rest = (free_block *)(void *)piece;
    size_t steps = left / STEP;
    if (!steps || steps > SMALL / STEP) return;
    rest->next = free_blocks[steps];
    free_blocks[steps] = rest;
}

static size_t piece_size(void) {
    size_t size = cut / 8 & ~(size_t)(STEP - 1);
    return size < FIRST_PIECE ? FIRST_PIECE : size > LARGEST_PIECE ? LARGEST_PIECE : size;
}

static __attribute__((noinline)) bool new_piece(size_t at_least) {
    size_t size = piece_size();
    char *larger = malloc(size);
    if (!larger) larger = malloc(size = at_least);
    if (!larger) return false;
    save_rest();
    piece = larger;
    left = size;
    cut += size;
    return true;
}

void *aw__block_take(size_t size) {
    if (size > SMALL) return malloc(size);
    size_t steps = steps_of(size);
    free_block *block = free_blocks[steps];
    if (block) {
        free_blocks[steps] = block->next;
        return block;
    }
    if (left < steps * STEP && !new_piece(steps * STEP)) return NULL;
    void *fresh = piece;
    piece += steps * STEP;
    left -= steps * STEP;
    return fresh;
}

void aw__block_give(void *given, size_t size) {
    if (size > SMALL) {
        free(given);
        return;
    }
    free_block *block = given;
    block->next = free_blocks[steps_of(size)];
    free_blocks[steps_of(size)] = block;
}

void *aw__block_resize(void *block, size_t old_size, size_t new_size) {
    if (old_size > SMALL && new_size > SMALL) return realloc(block, new_size);
    if (block && steps_of(old_size) == steps_of(new_size)) return block;
    void *moved = aw__block_take(new_size);
    if (!moved) return NULL;
    if (block) {
        memcpy(moved, block, old_size < new_size ? old_size : new_size);
        aw__block_give(block, old_size);
    }
    return moved;
}
