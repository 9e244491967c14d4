/* Objects of the program's own types. */
#ifndef AW_CORO_OBJECT_H
#define AW_CORO_OBJECT_H

#include <aw/awaitable.h>

#include "../base/context.h"

typedef struct aw__user_object {
    aw__object object;
    uint32_t size;
    const aw_object_type *type;
    aw__pool held;
    uint64_t data[];
} aw__user_object;

typedef struct aw__wrapper {
    aw__object object;
    aw_value coroutine;
} aw__wrapper;

static inline aw__user_object *aw__user_object_in(aw_value value) { return (aw__user_object *)(void *)aw__object_of(value); }

/* The methods, called so that nothing below them can suspend. Results are in the scope of the caller. */
bool aw__can_await(aw_value object);
aw_value aw__user_await(aw_value object);
aw_value aw__user_next(aw_value object);
aw_value aw__user_send(aw_value object, aw_value value);
aw_value aw__user_throw(aw_value object, size_t count, const aw_value *arguments);
aw_value aw__user_close(aw_value object);
aw_value aw__user_iter(aw_value object);
aw_value aw__user_aiter(aw_value object);
aw_value aw__user_anext(aw_value object);
aw_value aw__user_aenter(aw_value object);
aw_value aw__user_aexit(aw_value object, aw_value exception);
void aw__user_fini(aw__user_object *object);
/* Has it __next__? */
bool aw__is_iterator(aw_value value);

#endif
