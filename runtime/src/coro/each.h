/* What the loop macros share. */
#ifndef AW_CORO_EACH_H
#define AW_CORO_EACH_H

#include <aw/task.h>

/* A loop over `iterator`, which may be an error, made of `given`. Opens its scope. */
aw__each aw__each_over(aw_value given, aw_value iterator, uint32_t mark);

#endif
