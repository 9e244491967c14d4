/* Futures: results that are not there yet. Everything here takes tasks, too, which are futures. */
#ifndef AW_FUTURE_H
#define AW_FUTURE_H

#include <aw/error.h>
#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* loop.create_future(). Awaiting it waits until it is done and gives its result, or raises its exception. Errors: RuntimeError "no running
 * event loop", MemoryError. */
aw_value aw_future_new(void);
bool aw_is_future(aw_value value);
/* False, too, for what is no future. */
bool aw_future_done(aw_value future);
bool aw_future_cancelled(aw_value future);
/* future.result(): the result, or the error. Errors: InvalidStateError "Result is not set.", CancelledError, TypeError. Never suspends. */
aw_value aw_future_result(aw_value future);
/* future.exception(): the exception as a plain value, or None. Errors: InvalidStateError "Exception is not set.", CancelledError, TypeError. */
aw_value aw_future_exception(aw_value future);
/* future.set_result(). An error as the value is future.set_exception(). Returns None. Errors: InvalidStateError "invalid state"; RuntimeError for a task. */
aw_value aw_future_set_result(aw_value future, aw_value result);
/* future.set_exception(): an exception value, a kind value or an error. Returns None. Errors: as above; TypeError "invalid exception object",
 * and for a StopIteration. */
aw_value aw_future_set_exception(aw_value future, aw_value exception);
/* future.cancel(), task.cancel(): True, or False where it was done already. A future is cancelled at once; a task is asked to: CancelledError is
 * raised where it waits. Errors: TypeError; RecursionError where tasks wait for each other in a circle. */
aw_value aw_cancel(aw_value future);
/* future.cancel(msg=message). */
aw_value aw_cancel_with(aw_value future, aw_value message);

/* Called by the loop, in an iteration after the one in which the future was done. */
typedef aw_value (*aw_done_callback)(aw_value future, aw_value argument);
/* future.add_done_callback(). Returns None. Errors: MemoryError, TypeError. */
#define aw_add_done_callback(future, callback, argument) aw__add_done_callback((future), (callback), #callback, (argument))
/* future.remove_done_callback(): all with this callback and the same argument. How many, as an int. */
aw_value aw_remove_done_callback(aw_value future, aw_done_callback callback, aw_value argument);

aw_value aw__add_done_callback(aw_value future, aw_done_callback callback, const char *name, aw_value argument);

#ifdef __cplusplus
}
#endif
#endif
