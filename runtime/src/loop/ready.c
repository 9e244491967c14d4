/* The queue of what is ready: a ring that grows. */
#include "loop.h"

#include <string.h>

typedef struct entry {
    aw__call call;
    aw_value subject, argument;
} entry;

static entry *ring;
static uint32_t capacity, head, count; /* the capacity is a power of two */
static bool runs; /* what stands first runs now */

uint32_t aw__ready_count(void) { return count - runs; }

static entry *at(uint32_t index) { return &ring[(head + index) & (capacity - 1)]; }

static __attribute__((noinline)) bool grow(void) {
    uint32_t larger = capacity ? capacity * 2 : 64;
    entry *entries = aw__allocate(larger * sizeof *entries);
    if (!entries) return false;
    uint32_t tail = capacity - head < count ? capacity - head : count;
    if (count) {
        memcpy(entries, ring + head, tail * sizeof *entries);
        memcpy(entries + tail, ring, (count - tail) * sizeof *entries);
    }
    aw__free(ring, capacity * sizeof *ring);
    ring = entries;
    capacity = larger;
    head = 0;
    return true;
}

bool aw__loop_soon(aw__call call, aw_value subject, aw_value argument) {
    if (count == capacity && !grow()) {
        aw__release(subject);
        aw__release(argument);
        return false;
    }
    *at(count++) = (entry){call, subject, argument};
    if (count == 1 && !aw__the_loop.turning) aw__port_wake();
    return true;
}

/* xorshift64*: any of those that are left in this iteration comes first. */
static __attribute__((noinline)) void draw(void) {
    uint64_t *state = &aw__the_loop.order;
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    entry *drawn = at((uint32_t)((*state * 0x2545F4914F6CDD1Dull) >> 33) % aw__the_loop.batch), first = *at(0);
    *at(0) = *drawn;
    *drawn = first;
}

static void drop_first(void) {
    entry dropped = *at(0);
    head = (head + 1) & (capacity - 1);
    count--;
    aw__release(dropped.subject);
    aw__release(dropped.argument);
}

/* The build knows it by name: nothing that runs here is below a coroutine. */
__attribute__((noinline)) aw_value aw__ready_run(void) {
    if (aw__the_loop.order) draw();
    entry next = *at(0);
    aw__the_loop.batch--;
    aw__pool *pool = &aw__root_context.pool;
    uint32_t outer = pool->mark, mark = pool->mark = pool->count;
    runs = true;
    aw_value result = next.call(next.subject, next.argument);
    runs = false;
    head = (head + 1) & (capacity - 1);
    count--;
    if (result.bits != AW__PASSED_ON.bits) {
        if (aw_is_error(result)) aw__retain(result);
        aw__release(next.subject);
        aw__release(next.argument);
    }
    if (pool->count > mark) aw__pool_drop(pool, mark);
    pool->mark = outer;
    return aw_is_error(result) ? aw__own(result) : result;
}

void aw__ready_abandon(void) {
    if (!runs) return;
    runs = false;
    drop_first();
}

void aw__ready_clear(void) {
    while (count) drop_first();
    aw__free(ring, capacity * sizeof *ring);
    ring = NULL;
    capacity = head = 0;
    aw__the_loop.batch = 0;
}
