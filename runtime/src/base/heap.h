/* Memory for everything the runtime makes, counted. Knows nothing of what it is used for. */
#ifndef AW_BASE_HEAP_H
#define AW_BASE_HEAP_H

#include <aw/scope.h>

/* The counts behind aw_live(). */
extern aw_live_counts aw__counts;

/* NULL where memory is exhausted. The size is given back when freeing, so that no block needs a header of ours. */
void *aw__allocate(size_t size);
void *aw__reallocate(void *block, size_t old_size, size_t new_size);
void aw__free(void *block, size_t size);

/* For tests only: the allocation after `successes` more fails, and so do all that follow; -1 ends that. Gives what was left of the last
 * count. */
long aw__fail_allocation_after(long successes);

#endif
