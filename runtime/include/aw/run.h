/* Running a coroutine to its end, outside any other. */
#ifndef AW_RUN_H
#define AW_RUN_H

#include <aw/coroutine.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Drives a coroutine to its end and gives its result, or the error that it raised. A bare None that it yields (aw_suspend(aw_none())) lets
 * it continue at once; anything else is thrown back as RuntimeError "Task got bad yield: 3".
 * Errors: ValueError "a coroutine was expected, got 3"; RuntimeError where a coroutine is running. Never suspends. */
aw_value aw_run(aw_value main) __attribute__((warn_unused_result));

#ifdef __cplusplus
}
#endif
#endif
