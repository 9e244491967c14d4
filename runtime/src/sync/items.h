/* What a queue holds: values in a ring, which also serves as a stack and as heapq's heap. It knows nothing of waiting. */
#ifndef AW_SYNC_ITEMS_H
#define AW_SYNC_ITEMS_H

#include "../base/context.h"

typedef struct aw__items {
    aw_value *slots; /* each with a reference */
    uint32_t first, count, capacity; /* the capacity is a power of 2; only first-in-first-out moves `first` */
} aw__items;

/* Which of them comes out next: Queue's, LifoQueue's and PriorityQueue's way. */
typedef enum aw__order { AW__FIRST_IN, AW__LAST_IN, AW__SMALLEST } aw__order;

static inline aw_value *aw__items_at(const aw__items *items, uint32_t index) {
    return &items->slots[(items->first + index) & (items->capacity - 1)];
}
/* None, or an error: MemoryError; where the item has no place among the others, the TypeError of their comparison, and it is in
 * nevertheless, as in Python. */
aw_value aw__items_put(aw__items *items, aw__order order, aw_value item);
/* What comes out next; borrowed. There must be one. */
aw_value aw__items_next(const aw__items *items, aw__order order);
/* Takes that out, and releases it. None, or the TypeError of a comparison. */
aw_value aw__items_take(aw__items *items, aw__order order);
void aw__items_fini(aw__items *items);

#endif
