/* What the host was asked for and has yet to answer. */
#ifndef AW_SYNC_HOST_OPERATION_H
#define AW_SYNC_HOST_OPERATION_H

#include "../task/future.h"

/* A future with what was asked for, so that it can be asked for again. Nobody holds it but who waits for it: when it is dropped, the host hears of that. */
typedef struct aw__host_operation {
    aw__future future;
    uint32_t number; /* by which the host answers; 0: it does not, or no longer */
    struct aw__host_operation *older, *newer; /* among those that the host has yet to answer */
    aw_value name, arguments; /* with references; a str, or None for a wait for the one argument, a promise; a tuple */
} aw__host_operation;

/* Starts one, in the caller's scope. Errors: what the host raised at once, MemoryError. */
aw_value aw__host_operation_new(aw_value name, aw_value arguments);
/* The host's answer: a value or an error. False where nobody waits for it any more. */
bool aw__host_operation_answer(uint32_t number, aw_value answer);
/* What the host was asked for, "a promise" where it is one; NULL for any other future. */
const char *aw__host_operation_name(const aw__future *future);
/* Those that the host has yet to answer, oldest first: a list of tuples (number, name, arguments). Error: MemoryError. */
aw_value aw__host_operations(void);
/* Tells the host of those that were dropped. */
void aw__host_operations_tell(void);

#endif
