/* What most tests await: the C versions of a few Python lines that the facts use. */
#ifndef AWAITABLES_H
#define AWAITABLES_H

#include <aw/aw.h>

/* async def f(awaitable): return await awaitable */
aw_value f(aw_value awaitable);
/* async def ret(value): return value */
aw_value ret(aw_value value);
/* async def raises(exception): raise exception */
aw_value raises(aw_value exception);
/* @types.coroutine
 * def y(value): return (yield value) */
aw_value y(aw_value value);

/* An iterator that is its own awaitable and follows a script: each step gives its next item, or raises it if it is an exception; at the
 * end comes StopIteration('end'). Calls are logged. It has __next__ only, ItS send too, ItT throw too, ItC close too. */
typedef struct it_data {
    aw_value script;
    size_t at;
} it_data;
extern const aw_object_type It, ItS, ItT, ItC;
aw_value it_new(const aw_object_type *type, aw_value script);
#define IT(type, ...) it_new(&(type), AW_LIST(__VA_ARGS__))
/* The methods, for types that change one of them. */
aw_value it_await(void *self);
aw_value it_next(void *self);
aw_value it_send(void *self, aw_value value);
aw_value it_throw(void *self, size_t count, const aw_value *arguments);
aw_value it_close(void *self);

/* class A: an object whose __await__ returns what it was given, or raises it if it is an exception. */
aw_value a_new(aw_value awaited);
/* An object without methods that logs "gone" when it dies. */
aw_value tracked_new(void);

/* c.send(None), c.send(5), c.send('text') */
#define STEP(coroutine) aw_send(coroutine, aw_none())
#define SEND_INT(coroutine, number) aw_send(coroutine, aw_int(number))
#define SEND_TEXT(coroutine, text) aw_send(coroutine, aw_string(text))
/* c.throw(a, …) */
#define THROW(coroutine, ...) \
    aw_throw_args(coroutine, sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__})

#endif
