/* The values that a queue holds. The heap is heapq's, step by step, so that equal items come out in the same order: after siftdown
 * and siftup of Modules/_heapqmodule.c. */
#include "items.h"

enum { SLOTS_AT_FIRST = 8 };

static bool grow(aw__items *items) {
    uint32_t capacity = items->capacity ? items->capacity * 2 : SLOTS_AT_FIRST;
    aw_value *slots = capacity ? aw__allocate(capacity * sizeof *slots) : NULL;
    if (!slots) return false;
    for (uint32_t i = 0; i < items->count; i++) slots[i] = *aw__items_at(items, i);
    aw__free(items->slots, items->capacity * sizeof *slots);
    items->slots = slots;
    items->first = 0;
    items->capacity = capacity;
    return true;
}

static void swap(aw_value *slots, uint32_t a, uint32_t b) {
    aw_value held = slots[a];
    slots[a] = slots[b];
    slots[b] = held;
}

/* From `at` towards the root, as long as it is smaller than what is above. */
static aw_value rise(aw_value *slots, uint32_t at) {
    while (at > 0) {
        uint32_t above = (at - 1) / 2;
        if (!aw_truth(AW_TRY(aw_less(slots[at], slots[above])))) break;
        swap(slots, at, above);
        at = above;
    }
    return aw_none();
}

/* The root goes down all the way, the smaller child up each time, and then finds its place from below. */
static aw_value sink(aw_value *slots, uint32_t count) {
    uint32_t at = 0;
    while (at < count / 2) {
        uint32_t child = 2 * at + 1;
        if (child + 1 < count && !aw_truth(AW_TRY(aw_less(slots[child], slots[child + 1])))) child++;
        swap(slots, at, child);
        at = child;
    }
    return rise(slots, at);
}

aw_value aw__items_put(aw__items *items, aw__order order, aw_value item) {
    if (items->count == items->capacity && !grow(items)) return aw__memory_error();
    *aw__items_at(items, items->count++) = aw__retain(item);
    return order == AW__SMALLEST ? rise(items->slots, items->count - 1) : aw_none();
}

aw_value aw__items_next(const aw__items *items, aw__order order) {
    return *aw__items_at(items, order == AW__LAST_IN ? items->count - 1 : 0);
}

aw_value aw__items_take(aw__items *items, aw__order order) {
    aw_value taken = aw__items_next(items, order), result = aw_none();
    items->count--;
    if (order == AW__FIRST_IN) {
        items->first = (items->first + 1) & (items->capacity - 1);
    } else if (order == AW__SMALLEST && items->count > 0) {
        items->slots[0] = items->slots[items->count];
        result = sink(items->slots, items->count);
    }
    aw__release(taken);
    return result;
}

void aw__items_fini(aw__items *items) {
    aw__items dropped = *items;
    *items = (aw__items){0};
    for (uint32_t i = 0; i < dropped.count; i++) aw__release(*aw__items_at(&dropped, i));
    aw__free(dropped.slots, dropped.capacity * sizeof *dropped.slots);
}
