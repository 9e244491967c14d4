/* async with: locks, timeouts, task groups and objects of your own, entered and left around a block. */
#ifndef AW_WITH_H
#define AW_WITH_H

#include <aw/coroutine.h>
#include <aw/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* AW_WITH(manager) { … } or AW_WITH(manager, name) { … }: awaits its __aenter__, whose result `name` is, runs the block, and awaits its
 * __aexit__ however the block is left: at its end, by `break`, `return`, or an error. An error counts as one of the block where AW_TRY, AW_AWAIT or aw_raise()
 * written in it returned it. What __aexit__ makes of it, a TimeoutError for instance, is what the caller's macros, or whoever awaits the coroutine, see in its place:
 *
 *     static aw_value guarded(void) {
 *         AW_WITH(aw_timeout(1.0)) { AW_AWAIT(work()); }
 *         return aw_none();
 *     }
 *     aw_value r = guarded();
 *     AW_EXCEPT(r, AW_TIMEOUT_ERROR) { puts("too slow"); }
 *
 * Where it has suppressed the error, the function returns None. An error of __aenter__, or of __aexit__ at the end of the block, returns from your function. (Where the
 * block was left by `return` with a value, C has computed that already: the error of __aexit__ is raised by the coroutine's next await, or by its end.)
 * Suspends, if those do. Errors: TypeError "'int' object does not support the asynchronous context manager protocol". */
#define AW_WITH(...) AW__PICK2(__VA_ARGS__, AW__WITH_AS, AW__WITH_PLAIN, )(__VA_ARGS__)

/* The same in a form that leaves the error in a variable of yours, a None before: AW_WITH_INTO(outcome, manager, name) { … }. In the block write `outcome = …; break;`
 * to leave it with an error; afterwards it is what __aexit__ made of that: the same, another, or None. Where __aenter__ fails the block does not run. */
#define AW_WITH_INTO(outcome, object, name)                                                                   \
    for (aw__with AW__NAME(with) __attribute__((cleanup(aw__with_leave))) = {.manager = (object), .site = AW__SITE, .outer = AW__BLOCK}; \
         aw__with_into(&AW__NAME(with), &(outcome));)                                                         \
        AW__WITH_BLOCK(name)

/* type(manager).__aenter__(manager), and __aexit__ with the error, or None: awaitables. The second gives True where the error is suppressed.
 * Error: TypeError as above. */
aw_value aw_aenter(aw_value manager);
aw_value aw_aexit(aw_value manager, aw_value error);

/* -- what the macros above expand to -- */
#define AW__PICK2(_1, _2, picked, ...) picked
#define AW__WITH_PLAIN(object) AW__WITH_AS(object, AW__NAME(unnamed))
#define AW__WITH_AS(object, name)                                                                             \
    for (aw__with AW__NAME(with) __attribute__((cleanup(aw__with_leave))) = {.manager = AW_TRY(object), .site = AW__SITE, .outer = AW__BLOCK}; \
         aw_truth(AW_TRY(aw__with_go_on(&AW__NAME(with))));)                                                  \
        AW__WITH_BLOCK(name)
#define AW__WITH_BLOCK(name)                                                                                  \
    for (struct aw__with *aw__entered = &AW__NAME(with); aw__entered; aw__entered = NULL)                     \
        for (aw_value name = aw__entered->value; aw__entered; aw__entered = NULL, (void)name)

typedef struct aw__with {
    aw_value manager;
    const aw_site *site;
    struct aw__with *outer; /* the one whose block this one stands in */
    bool entered;
    aw_value value;         /* what __aenter__ gave */
    aw_value error;         /* what leaves the block, if a `return` does; 0 bits: nothing */
    aw_value returned;      /* what the function returns then: the same, unless a block inside this one has changed it */
} aw__with;
/* Enters the block, or leaves it after its end. True, False, or an error. */
aw_value aw__with_go_on(aw__with *with);
bool aw__with_into(aw__with *with, aw_value *outcome);
void aw__with_leave(aw__with *with);

#ifdef __cplusplus
}
#endif
#endif
