/* Ownership, in one rule: what you make or receive lives until the scope that you are in ends.
 *
 * A running coroutine is a scope: its values live as long as it does. AW_SCOPE and AW_FOR are shorter scopes inside it, so that a
 * long loop stays flat in memory. What a coroutine returns moves to whoever awaits or drives it; what a list or a coroutine's
 * arguments hold, they keep alive. There is nothing to free. */
#ifndef AW_SCOPE_H
#define AW_SCOPE_H

#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

struct aw__pool;
typedef struct aw__scope {
    struct aw__pool *pool;
    uint32_t outer_mark;
    bool open;
} aw__scope;
typedef struct aw__deferred {
    void (*call)(void *argument);
    void *argument;
} aw__deferred;

/* AW_SCOPE { … }: a block whose values are released when it ends, also by `continue`. Where it is left by `return`, `break` or
 * `goto` they pass to the scope around it, so that a returned value is alive. */
#define AW_SCOPE                                                                                              \
    for (aw__scope AW__NAME(scope) __attribute__((cleanup(aw__scope_leave))) = aw__scope_enter();             \
         AW__NAME(scope).open; aw__scope_end(&AW__NAME(scope)))

/* AW_FOR(int i = 0; i < n; i++) { … }: a for loop in which each round releases what the round before it made. Values of the last
 * round pass to the scope around the loop. */
#define AW_FOR(...)                                                                                           \
    for (aw__scope AW__NAME(scope) __attribute__((cleanup(aw__scope_leave))) = aw__scope_enter();             \
         AW__NAME(scope).open; AW__NAME(scope).open = false)                                                  \
        for (__VA_ARGS__)                                                                                     \
            if (aw__scope_renew(&AW__NAME(scope))) {                                                          \
            } else

/* Moves a value out of the innermost scope into the one around it, and returns it. Error: MemoryError. */
aw_value aw_keep(aw_value value);

/* For storage that outlives every scope (globals, your own structs): retain once, release once. aw_retain returns its argument.
 * The release of the last reference to a suspended coroutine closes it, as Python's destructor does. */
aw_value aw_retain(aw_value value);
void aw_release(aw_value value);

/* Destroys what Python would leave to its cycle collector (gc.collect()): coroutines that were dropped, ignored GeneratorExit inside a handler, and still
 * hold what they awaited. Happens by itself when there are many, and at the end of each call from JavaScript. May close coroutines. */
void aw_collect(void);

/* AW_DEFER(free, buffer); calls free(buffer), a void function of a void pointer, when the enclosing block is left, however it is left: also by an error, by close(),
 * and by a cancelled await. The call must not suspend. */
#define AW_DEFER(function, argument)                                                                          \
    aw__deferred AW__NAME(deferred) __attribute__((cleanup(aw__deferred_run), unused)) = {                    \
        (function), (void *)(argument)}

/* How many of the runtime's things are alive; all zero when nothing is held, which a test asserts. */
typedef struct aw_live_counts {
    size_t objects;    /* values on the heap */
    size_t coroutines; /* of those, coroutines and generators */
    size_t stacks;     /* blocks that hold a C stack */
    size_t js_handles; /* JavaScript values held by C */
    size_t bytes;      /* heap bytes of all these */
} aw_live_counts;
aw_live_counts aw_live(void);

/* -- what the macros above expand to -- */
#define AW__JOIN_(a, b) a##b
#define AW__JOIN(a, b) AW__JOIN_(a, b)
#define AW__NAME(what) AW__JOIN(aw__##what##_, __LINE__)
aw__scope aw__scope_enter(void);
void aw__scope_end(aw__scope *scope);
bool aw__scope_renew(aw__scope *scope);
void aw__scope_leave(aw__scope *scope);
static inline void aw__deferred_run(aw__deferred *deferred) { deferred->call(deferred->argument); }

#ifdef __cplusplus
}
#endif
#endif
