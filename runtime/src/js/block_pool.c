/* Blocks on WebAssembly. Tasks come and go by the million, all of a few sizes: each size up to SMALL has a list of free blocks, and what has never been
 * used is cut from a large piece. A block has no header, taking and giving one is a few instructions, and pieces grow with what there is, because each
 * growth of the memory costs an engine much. A block once given back serves its own size again, not others. */
#include "../base/access.h"
#include "../base/block.h"
#include "block_pool.h"

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

static void *take_free(size_t steps) {
    free_block *block = free_blocks[steps];
    if (block) free_blocks[steps] = block->next;
    return block;
}

static void *cut_off(size_t steps) {
    void *fresh = piece;
    piece += steps * STEP;
    left -= steps * STEP;
    return fresh;
}

/* -- for whoever explores: what is free when a record begins is set aside, so that the quick ways are not, and each block that is taken from there can be recorded.
 *    What is given back meanwhile was somebody's, and may be taken again unrecorded. -- */

static free_block *aside[SMALL / STEP + 1];
static size_t left_aside;
static bool is_aside;

static void bring_back(void) {
    for (size_t steps = 1; steps <= SMALL / STEP; steps++) {
        free_block **end = &free_blocks[steps];
        while (*end) end = &(*end)->next;
        *end = aside[steps];
        aside[steps] = NULL;
    }
    left += left_aside;
    left_aside = 0;
    is_aside = false;
}

static void set_aside(void) {
    for (size_t steps = 1; steps <= SMALL / STEP; steps++) {
        aside[steps] = free_blocks[steps];
        free_blocks[steps] = NULL;
    }
    left_aside = left;
    left = 0;
    is_aside = true;
}

void aw__blocks_watch(bool watch) {
    if (is_aside) bring_back();
    if (watch) set_aside();
}

static void *take_from_aside(size_t steps) {
    void *block = aside[steps];
    if (block) {
        aside[steps] = aside[steps]->next;
    } else {
        left = left_aside;
        block = left >= steps * STEP || new_piece(steps * STEP) ? cut_off(steps) : NULL;
        left_aside = left;
        left = 0;
    }
    if (aw__is_recording()) aw__note_fresh(block, steps * STEP);
    return block;
}

/* -- taking and giving -- */

static __attribute__((noinline)) void *take_elsewhere(size_t steps) {
    if (is_aside) return take_from_aside(steps);
    return new_piece(steps * STEP) ? cut_off(steps) : NULL;
}

static __attribute__((noinline)) void *take_large(size_t size) {
    void *block = malloc(size);
    if (aw__is_recording()) aw__note_fresh(block, size);
    return block;
}

static __attribute__((noinline)) void give_large(void *block) {
    if (aw__is_recording()) aw__note_freed(block);
    free(block);
}

void *aw__block_take(size_t size) {
    if (size > SMALL) return take_large(size);
    size_t steps = steps_of(size);
    void *block = take_free(steps);
    if (block) return block;
    return left < steps * STEP ? take_elsewhere(steps) : cut_off(steps);
}

void aw__block_give(void *given, size_t size) {
    if (size > SMALL) {
        give_large(given);
        return;
    }
    free_block *block = given;
    block->next = free_blocks[steps_of(size)];
    free_blocks[steps_of(size)] = block;
}

static void *resize_large(void *block, size_t size) {
    void *moved = realloc(block, size);
    if (!aw__is_recording() || !moved || moved == block) return moved;
    aw__note_freed(block);
    aw__note_fresh(moved, size);
    return moved;
}

void *aw__block_resize(void *block, size_t old_size, size_t new_size) {
    if (old_size > SMALL && new_size > SMALL) return resize_large(block, new_size);
    if (block && steps_of(old_size) == steps_of(new_size)) return block;
    void *moved = aw__block_take(new_size);
    if (!moved) return NULL;
    if (block) {
        memcpy(moved, block, old_size < new_size ? old_size : new_size);
        aw__block_give(block, old_size);
    }
    return moved;
}

/* -- what can be read -- */

size_t aw__readable(const void *address) {
    uint64_t end = (uint64_t)__builtin_wasm_memory_size(0) << 16;
    return (uintptr_t)address < end ? (size_t)(end - (uintptr_t)address) : 0;
}

bool aw__is_static(const void *address, size_t size) {
    extern char __global_base, __data_end;
    uintptr_t from = (uintptr_t)&__global_base, at = (uintptr_t)address;
    return at >= from && size <= (uintptr_t)&__data_end - from && at - from <= (uintptr_t)&__data_end - from - size;
}
