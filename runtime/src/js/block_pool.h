/* The blocks of WebAssembly, to an explorer. */
#ifndef AW_JS_BLOCK_POOL_H
#define AW_JS_BLOCK_POOL_H

#include <stdbool.h>

/* From now on a block that was free until now is recorded when it is taken: aw__note_fresh(). False: no longer. */
void aw__blocks_watch(bool watch);

#endif
