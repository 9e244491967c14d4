/* async with: locks, timeouts, task groups and objects of your own, entered and left around a block. */
#ifndef AW_WITH_H
#define AW_WITH_H

#include <aw/coroutine.h>
#include <aw/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* AW_WITH(manager) { … } or AW_WITH(manager, name) { … }: awaits its __aenter__, whose result `name` is, runs the block, and awaits its
 * __aexit__ however the block is left: at its end, by `break`, `return`, or an error. An error counts as one of the block where AW_TRY, AW_AWAIT or aw_raise() in this
 * function returned it. What __aexit__ makes of it, a TimeoutError for instance, is what the caller's macros, or whoever awaits the coroutine, see in its place:
 *
 *     static aw_value guarded(void) {
 *         AW_WITH(aw_timeout(1.0)) { AW_AWAIT(work()); }
 *         return aw_none();
 *     }
 *     aw_value r = guarded();
 *     AW_EXCEPT(r, AW_TIMEOUT_ERROR) { puts("too slow"); }
 *
 * Where it has suppressed the error, the function returns None. An error of __aenter__, or of __aexit__ at the end of the block, returns from your function.
 * Suspends, if those do. Errors: TypeError "'int' object does not support the asynchronous context manager protocol". */
#define AW_WITH(...) AW__PICK2(__VA_ARGS__, AW__WITH_AS, AW__WITH_PLAIN, )(__VA_ARGS__)

/* The same in a form that leaves the error in a variable of yours, a None before: AW_WITH_INTO(outcome, manager, name) { … }. In the block write `outcome = …; break;`
 * to leave it with an error. */
#define AW_WITH_INTO(outcome, manager, name)                                                                  \
    for (aw__with AW__NAME(with) __attribute__((cleanup(aw__with_leave))) = {.function = __func__},           \
                  *AW__NAME(entered) = aw__with_enter(&AW__NAME(with), (manager), &(outcome));                \
         AW__NAME(entered); AW__NAME(entered) = aw__with_end(&AW__NAME(with), &(outcome)))                    \
        for (aw_value name = AW__NAME(with).value; AW__NAME(with).round++ == 0; AW__NAME(with).blocked = true, (void)name)

/* type(manager).__aenter__(manager), and __aexit__ with the error, or None: awaitables. The second gives True where the error is suppressed. */
aw_value aw_aenter(aw_value manager);
aw_value aw_aexit(aw_value manager, aw_value error);

#ifdef __cplusplus
}
#endif
#endif
