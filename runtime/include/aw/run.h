/* Running a program, from outside any coroutine. None of these suspends: they return when it is done. In WebAssembly JavaScript's m.run() is the usual way, since
 * JavaScript cannot run while these do: what waits for it there is a RuntimeError that says so. */
#ifndef AW_RUN_H
#define AW_RUN_H

#include <aw/coroutine.h>
#include <aw/loop.h>

#ifdef __cplusplus
extern "C" {
#endif

/* asyncio.run(main): runs the loop until `main` is done; cancels the tasks that are left over and waits for them; closes asynchronous
 * generators that were not finished; gives main's result, or the error that it raised. Errors: ValueError "a coroutine was expected, got 3"; RuntimeError
 * "asyncio.run() cannot be called from a running event loop"; DeadlockError, whose message tells who waits for what, where nothing can ever go on. */
aw_value aw_run(aw_value main) __attribute__((warn_unused_result));
/* loop.run_until_complete(awaitable): the same without the clean-up, so that tasks live on to the next run.
 * Errors: RuntimeError "This event loop is already running", "Event loop stopped before Future completed."; DeadlockError. */
aw_value aw_run_until_complete(aw_value awaitable) __attribute__((warn_unused_result));
/* loop.run_forever(): until aw_loop_stop(), or until nothing is left that could ever run. Returns None, or the SystemExit or KeyboardInterrupt that ended it. */
aw_value aw_run_forever(void) __attribute__((warn_unused_result));
/* loop.shutdown_asyncgens(): an awaitable; closes all asynchronous generators that are not finished. */
aw_value aw_shutdown_asyncgens(void);

#ifdef __cplusplus
}
#endif
#endif
