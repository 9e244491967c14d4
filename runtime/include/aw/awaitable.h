/* Objects of your own: anything with __await__, iterators that are driven by send, throw and close. */
#ifndef AW_AWAITABLE_H
#define AW_AWAITABLE_H

#include <aw/error.h>
#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A type, as Python sees it. Each function may be NULL, which is a class without that method. `self` is the object's data. They are
 * ordinary functions: an await in one of them is refused (awaiting is what the coroutine around them does). To end an iteration a function
 * returns aw_raise_exception(aw_exception_of(AW_STOP_ITERATION, 1, &value)), or aw_stop(value) for short. */
typedef struct aw_object_type {
    const char *name;
    aw_value (*await)(void *self);                              /* __await__: an iterator */
    aw_value (*iter)(void *self);                               /* __iter__ */
    aw_value (*next)(void *self);                               /* __next__; makes the object an iterator */
    aw_value (*send)(void *self, aw_value value);               /* send(value), for values other than None */
    aw_value (*throw_into)(void *self, size_t count, const aw_value *arguments); /* throw(*arguments), exactly as they were given */
    aw_value (*close)(void *self);                              /* close() */
    aw_value (*aiter)(void *self);                              /* __aiter__ */
    aw_value (*anext)(void *self);                              /* __anext__: an awaitable */
    aw_value (*aenter)(void *self);                             /* __aenter__: an awaitable */
    aw_value (*aexit)(void *self, aw_value exception);          /* __aexit__, with None or the exception: an awaitable */
    aw_value (*repr)(void *self);                               /* a str, or an error */
    aw_value (*str)(void *self);                                /* the same, where str() is not repr() */
    void (*fini)(void *self);                                   /* the last reference is gone; must not fail */
} aw_object_type;

/* An object of this type with `size` bytes of zeroed data. Errors: MemoryError. */
aw_value aw_object_new(const aw_object_type *type, size_t size);
/* The object's data, or NULL if the value is not of this type. Lives as long as the object. */
void *aw_object_data(aw_value object, const aw_object_type *type);
/* The object whose data this is: `self` as a value. */
aw_value aw_object_of(void *data);
/* Keeps a value alive as long as the object (an attribute). Returns None. Error: MemoryError. */
aw_value aw_object_hold(aw_value object, aw_value value);
/* raise StopIteration(value): how an iterator ends, with its result. */
aw_value aw_stop(aw_value value);

#ifdef __cplusplus
}
#endif
#endif
