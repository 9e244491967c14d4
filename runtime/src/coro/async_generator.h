/* Asynchronous generators. The object that the program has drives a machine, a coroutine object of its own that suspends at awaits and at yields; the
 * steps, which are what the program awaits, tell the two apart. After CPython 3.11's genobject.c, its quirks included. */
#ifndef AW_CORO_ASYNC_GENERATOR_H
#define AW_CORO_ASYNC_GENERATOR_H

#include <aw/async_generator.h>

#include "coroutine.h"
#include "native.h"

typedef struct aw__async_generator {
    aw__classed base;
    aw__coroutine *machine;     /* with a reference */
    aw_asyncgen_hook finalizer; /* as it was when this was first iterated */
    bool running;               /* from the first send of a step to its end */
    bool closed;                /* aclose() was begun, or the end was reached */
    bool hooked;                /* it was iterated: firstiter was called */
    bool watched;
    struct aw__async_generator *next, *previous; /* among those that are watched, oldest first */
} aw__async_generator;

static inline bool aw__is_async_generator(aw_value value) { return aw__has_type(value, AW_TYPE_ASYNC_GENERATOR); }
static inline aw__async_generator *aw__async_generator_in(aw_value value) { return (aw__async_generator *)(void *)aw__object_of(value); }

/* A trap ends its machine without leaving the step. */
static inline bool aw__async_generator_runs(const aw__async_generator *generator) { return generator->running && !generator->machine->trapped; }

/* As aw_set_asyncgen_hooks(), by the loop: that it begins or ends a turn is no access. */
void aw__set_asyncgen_hooks(aw_asyncgen_hook firstiter, aw_asyncgen_hook finalizer);
/* Calls firstiter, once. None, or its error. On the main stack. */
aw_value aw__async_generator_begin(aw__async_generator *generator);

/* A list of generators, which does not hold them: the loop's, of those that were begun and are not finished. */
extern aw__async_generator *aw__first_watched;
void aw__async_generator_watch(aw__async_generator *generator);
void aw__async_generator_unwatch(aw__async_generator *generator);

/* What awaiting a step (aw_anext, aw_asend, aw_athrow, aw_aclose) runs: the machine of its generator, as a generator value. None for any other value.
 * Borrowed. */
aw_value aw__step_machine(aw_value step);
/* Is it one of these, or what aw_anext_or() gives? Those are iterators, too. */
bool aw__is_step(aw_value value);
extern const aw__awaitable_class aw__anext_awaitable_class;

#endif
