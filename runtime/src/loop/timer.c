/* Timers, in a heap: after CPython's heapq, step by step, because the order of timers that are due at the same time is the heap's. */
#include "loop.h"

#include <math.h>

static aw__handle **heap;
static uint32_t capacity, count, cancelled_count;

static void sift_down(uint32_t start, uint32_t position) {
    aw__handle *moved = heap[position];
    while (position > start) {
        uint32_t parent = (position - 1) / 2;
        if (!(moved->when < heap[parent]->when)) break;
        heap[position] = heap[parent];
        position = parent;
    }
    heap[position] = moved;
}

static void sift_up(uint32_t position) {
    uint32_t start = position;
    aw__handle *moved = heap[position];
    for (uint32_t child = 2 * position + 1; child < count; child = 2 * position + 1) {
        if (child + 1 < count && !(heap[child]->when < heap[child + 1]->when)) child++;
        heap[position] = heap[child];
        position = child;
    }
    heap[position] = moved;
    sift_down(start, position);
}

static bool grow(void) {
    uint32_t larger = capacity ? capacity * 2 : 16;
    aw__handle **handles = aw__reallocate(heap, capacity * sizeof *heap, larger * sizeof *heap);
    if (!handles) return false;
    heap = handles;
    capacity = larger;
    return true;
}

bool aw__timers_add(aw__handle *handle) {
    if (count == capacity && !grow()) return false;
    heap[count++] = handle;
    handle->base.object.references++;
    handle->scheduled = true;
    sift_down(0, count - 1);
    return true;
}

static aw__handle *take(void) {
    aw__handle *last = heap[--count], *first = last;
    if (count) {
        first = heap[0];
        heap[0] = last;
        sift_up(0);
    }
    return first;
}

static aw__handle *pop(void) {
    aw__handle *first = take();
    first->scheduled = false;
    return first;
}

static void release(aw__handle *handle) { aw__object_release(&handle->base.object); }

void aw__timer_was_cancelled(void) { cancelled_count++; }

static void drop_cancelled_heads(void) {
    while (count && heap[0]->cancelled) {
        cancelled_count--;
        release(pop());
    }
}

/* When too many are cancelled, all of these go at once, and the heap is built anew. */
static void purge(void) {
    enum { MIN_SCHEDULED = 100 };
    if (count <= MIN_SCHEDULED || cancelled_count * 2 <= count) return drop_cancelled_heads();
    uint32_t kept = 0, all = count;
    for (uint32_t i = 0; i < all; i++) {
        aw__handle *handle = heap[i];
        if (!handle->cancelled) {
            heap[kept++] = handle;
            continue;
        }
        handle->scheduled = false;
        release(handle);
    }
    count = kept;
    for (uint32_t i = count / 2; i > 0; i--) sift_up(i - 1);
    cancelled_count = 0;
}

void aw__timers_move(double now) {
    while (count && aw__is_due(heap[0]->when, now)) {
        if (!aw__ready_reserve()) return; /* the next iteration has room */
        aw__loop_soon(aw__handle_run, aw__from_object(pop()), aw_none());
    }
}

/* What an empty heap holds goes back. */
static void shrink(void) {
    aw__free(heap, capacity * sizeof *heap);
    heap = NULL;
    capacity = 0;
}

double aw__timers_next(void) {
    purge();
    if (!count && capacity) shrink();
    return count ? heap[0]->when : (double)INFINITY;
}

uint32_t aw__timers_count(void) {
    uint32_t waiting = 0;
    for (uint32_t i = 0; i < count; i++) waiting += !heap[i]->cancelled;
    return waiting;
}

/* Taken from a copy of the heap. */
bool aw__timers_look(aw__handle **out, uint32_t most) {
    aw__handle **kept = heap;
    uint32_t all = count, found = 0;
    size_t size = (all + 1) * sizeof *heap;
    heap = aw__allocate(size);
    for (uint32_t i = 0; heap && i < all; i++) heap[i] = kept[i];
    while (heap && found < most) {
        aw__handle *first = take();
        if (!first->cancelled) out[found++] = first;
    }
    bool copied = heap != NULL;
    if (copied) aw__free(heap, size);
    heap = kept;
    count = all;
    return copied;
}

void aw__timers_clear(void) {
    while (count) {
        aw__handle *handle = pop();
        aw__handle_cancel(handle); /* it may hold who holds it */
        release(handle);
    }
    cancelled_count = 0;
    shrink();
}
