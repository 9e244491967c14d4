/* TEST_OOM(scenario, expected): runs a scenario with each of its allocations failing once. It gives MemoryError, or manages without; nothing is left alive; and
 * the next run gives what it should. */
#ifndef OUT_OF_MEMORY_H
#define OUT_OF_MEMORY_H

#include "check.h"

/* Gives its result or the first error. */
typedef aw_value (*scenario)(void);
void fail_each_allocation(scenario run_it, const char *expected);

#define TEST_OOM(scenario, expected) \
    TEST(out_of_memory_##scenario) { fail_each_allocation(scenario, expected); }

#endif
