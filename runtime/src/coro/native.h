/* What coroutines may await besides coroutines and the program's own objects: things of the runtime, of the types from AW_TYPE_ASYNC_GENERATOR to AW_TYPE_HANDLE
 * whose class says how awaiting them goes on. Futures are one kind, the steps of asynchronous generators another. */
#ifndef AW_CORO_NATIVE_H
#define AW_CORO_NATIVE_H

#include <aw/coroutine.h>

#include "../base/context.h"

/* Values that come out have a reference of their own ("owned"), those that go in are borrowed. They run in the context of whoever drives or
 * awaits, on the main stack, and cannot await. */
typedef struct aw__awaitable_class {
    aw__class class;
    bool is_coroutine; /* to Python it is a coroutine: create_task() takes it, aw_send() drives it */
    /* NULL: it cannot be awaited. */
    aw_step (*send)(aw_value self, aw_value value, aw_value *out);
    /* throw(*arguments), one to three of them, which need not be valid. */
    aw_step (*throw_into)(aw_value self, size_t count, const aw_value *arguments, aw_value *out);
    /* None or an error. */
    aw_value (*close)(aw_value self);
} aw__awaitable_class;

/* The class, if it can be awaited; else NULL. */
static inline const aw__awaitable_class *aw__awaitable_class_of(aw_value value) {
    const aw__awaitable_class *class = (const aw__awaitable_class *)(const void *)aw__class_of(value);
    unsigned type = class ? aw__object_of(value)->type : 0;
    return class && type != AW_TYPE_HANDLE && type != AW_TYPE_ASYNC_GENERATOR && class->send ? class : NULL;
}

/* Can it be awaited? */
bool aw__is_awaitable(aw_value value);

/* The one error that throw(*arguments) raises, owned. *out_valid: false where the arguments are wrong, and it is the TypeError. */
aw_value aw__thrown(size_t count, const aw_value *arguments, bool *out_valid);

/* The steps of anything that aw_send() takes: coroutines, generators, wrappers, the above. `value` is borrowed, *out owned. */
aw_step aw__any_send(aw_value drivable, aw_value value, aw_value *out);
aw_step aw__any_throw(aw_value drivable, size_t count, const aw_value *arguments, aw_value *out);
aw_value aw__any_close(aw_value drivable);
/* Does aw__any_send take it? */
bool aw__is_drivable(aw_value value);

#endif
