/* What an __aexit__ put in the place of an error, where C could not.
 *
 * A block of AW_WITH that is left by `return` awaits __aexit__ when the result of its function is computed already: the caller gets the bits of the error that left
 * the block, whatever __aexit__ made of it. So that is kept here, for the context that it happened in, until a macro, or the end of the coroutine, meets the error. */
#ifndef AW_BASE_REPLACED_H
#define AW_BASE_REPLACED_H

#include "context.h"

/* From now on `returned` stands for `outcome`: another error, or None. Where it is no error, the function returned a value, and the outcome, an error, waits for the
 * context's next await or its end. Where memory is exhausted there is room for one. */
void aw__replace(aw_value returned, aw_value outcome);
/* What stands for the error in the current context: most often itself. With `take` it is met, and forgotten. */
aw_value aw__replaced(aw_value error, bool take);
/* An error that waits in the current context, which is forgotten; or None. */
aw_value aw__waiting_error(void);
/* What a coroutine's body returned, in its context, which ends. */
aw_value aw__replaced_result(aw_value result);
/* Is there anything at all? */
extern struct aw__replacement *aw__replacements;

#endif
