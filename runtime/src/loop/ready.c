/* The queue of what is ready: a ring that grows. `head` and `tail` count on for ever; the entries between them are in it. */
#include "loop.h"

#include <string.h>

typedef struct entry {
    aw__call call;
    aw__object *subject;
    aw_value argument;
} entry;

/* What it holds beyond a few entries goes back as soon as it is empty. */
enum { FEW = 64 };
static entry few[FEW];
static entry *ring = few;
static uint32_t capacity = FEW; /* a power of two */
static uint32_t head, tail, batch_end;
static bool runs; /* the first of them runs now, and is still in it */

static inline entry *at(uint32_t index) { return &ring[index & (capacity - 1)]; }

uint32_t aw__ready_count(void) { return tail - head - runs; }

static __attribute__((noinline)) bool grow(void) {
    uint32_t larger = capacity * 2;
    entry *entries = aw__allocate(larger * sizeof *entries);
    if (!entries) return false;
    for (uint32_t i = head; i != tail; i++) entries[i & (larger - 1)] = *at(i);
    if (ring != few) aw__free(ring, capacity * sizeof *ring);
    ring = entries;
    capacity = larger;
    return true;
}

void aw__ready_shrink(void) {
    if (ring == few || head != tail) return;
    aw__free(ring, capacity * sizeof *ring);
    ring = few;
    capacity = FEW;
}

bool aw__ready_reserve(void) { return tail - head != capacity || grow(); }

bool aw__loop_soon(aw__call call, aw_value subject, aw_value argument) {
    if (!aw__ready_reserve()) {
        aw__release(subject);
        aw__release(argument);
        return false;
    }
    *at(tail++) = (entry){call, aw__object_of(subject), argument};
    if (!aw__the_loop.turning && tail - head == 1) aw__port_wake();
    return true;
}

/* -- running -- */

void aw__ready_begin_batch(void) { batch_end = tail; }
uint32_t aw__ready_in_batch(void) { return batch_end - head; }

/* xorshift64*: any of those that are left in this iteration comes first. */
static __attribute__((noinline)) void draw(void) {
    uint64_t *state = &aw__the_loop.order;
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    entry *drawn = at(head + (uint32_t)((*state * 0x2545F4914F6CDD1Dull) >> 33) % (batch_end - head)), first = *at(head);
    *at(head) = *drawn;
    *drawn = first;
}

/* Takes the entry that ran off the queue before anything that it held can run. */
static __attribute__((noinline)) aw_value ended(aw_value result) {
    entry ran = *at(head);
    runs = false;
    head++;
    if (aw_is_error(result)) aw__retain(result);
    aw__object_release(ran.subject);
    aw__release(ran.argument);
    return result;
}

static __attribute__((noinline)) void drop_made(uint32_t mark) {
    runs = false;
    aw__pool_drop(&aw__root_context.pool, mark);
}

/* The build knows it by name: nothing that runs here is below a coroutine. Where a call passes its reference on, as each hop from one sleep(0) to the next does, little
 * is left to do between two calls. */
__attribute__((noinline)) aw_value aw__ready_run(uint32_t at_most) {
    aw__pool *pool = &aw__root_context.pool;
    uint32_t outer = pool->mark, mark = pool->mark = pool->count;
    aw_value result = aw_none();
    for (; head != batch_end && at_most && !aw_is_error(result); at_most--) {
        if (aw__the_loop.order) draw();
        entry *next = at(head);
        runs = true;
        result = next->call(aw__from_object(next->subject), next->argument);
        if (result.bits == AW__PASSED_ON.bits) head++;
        else result = ended(result);
        if (pool->count > mark) drop_made(mark);
    }
    runs = false;
    pool->mark = outer;
    return aw_is_error(result) ? aw__own(result) : aw_none();
}

/* -- in another order: for whoever explores -- */

bool aw__ready_look(uint32_t place, aw__ready_entry *out) {
    if (place >= aw__ready_count()) return false;
    entry *it = at(head + runs + place);
    *out = (aw__ready_entry){it->call, aw__from_object(it->subject), it->argument};
    return true;
}

void aw__ready_prefer(uint32_t place) {
    uint32_t index = head + place;
    entry chosen = *at(index);
    for (; index != head; index--) *at(index) = *at(index - 1);
    *at(head) = chosen;
    if (place >= batch_end - head) batch_end++;
}

void aw__ready_abandon(void) {
    if (runs) ended(aw_none());
}

void aw__ready_clear(void) {
    runs = false;
    while (head != tail) ended(aw_none());
    head = tail = batch_end = 0;
    aw__ready_shrink();
}
