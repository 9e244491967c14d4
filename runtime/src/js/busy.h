/* How far the program's own code is since JavaScript called, in modules that are built `--stoppable`; nothing counts in others. */
#ifndef AW_JS_BUSY_H
#define AW_JS_BUSY_H

#include <stdint.h>

/* So many branches take some milliseconds. */
#define AW__BRANCHES 1000000

typedef struct aw__busy {
    uint32_t left;  /* branches until JavaScript is asked */
    uint32_t asked; /* how often it was, in this call */
} aw__busy;
extern aw__busy aw__busy_now;

/* Between two calls from JavaScript: the next one begins anew. */
static inline void aw__busy_rests(void) { aw__busy_now = (aw__busy){AW__BRANCHES, 0}; }

#endif
