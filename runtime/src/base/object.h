/* How a value is packed into 64 bits, and what every object on the heap begins with.
 *
 * Doubles are themselves. All other values are the NaNs that no computation gives: the upper 16 bits are a tag, the lower 48 the rest.
 *
 *     0xFFF8  None, False, True: 0, 1, 2
 *     0xFFF9  int of 48 bits, signed; larger ones are objects
 *     0xFFFA  address of an object
 *     0xFFFB  address of an exception object that is raised: an error
 *     0xFFFC  aw_suspend() of None, a bool or an int of 32 bits: bits 32..47 say which, the lower 32 the number
 *     0xFFFD  address of an aw_kind
 */
#ifndef AW_BASE_OBJECT_H
#define AW_BASE_OBJECT_H

#include <aw/error.h>
#include <aw/value.h>

#include "access.h"
#include "heap.h"

/* What the runtime itself raises is raised where the coroutine stands: its own files are in no traceback. */
#undef AW__SITE
#define AW__SITE NULL

enum { AW__TAG_SPECIAL = 0xFFF8, AW__TAG_INT, AW__TAG_OBJECT, AW__TAG_ERROR, AW__TAG_SUSPEND, AW__TAG_KIND };
#define AW__PAYLOAD 0xFFFFFFFFFFFFull

typedef struct aw__object {
    uintptr_t references;
    uint8_t type;  /* aw_type */
    bool immortal; /* never destroyed: what must exist when memory does not */
    bool seen;     /* by a walk over many values, which takes it back at its end */
} aw__object;

static inline bool aw__is_none(aw_value value) { return value.bits == (uint64_t)AW__TAG_SPECIAL << 48; }
static inline unsigned aw__tag(aw_value value) { return (unsigned)(value.bits >> 48); }
static inline aw_value aw__pack(unsigned tag, uint64_t payload) { return (aw_value){(uint64_t)tag << 48 | payload}; }
static inline bool aw__is_object(aw_value value) { return aw__tag(value) == AW__TAG_OBJECT || aw__tag(value) == AW__TAG_ERROR; }
static inline aw__object *aw__object_of(aw_value value) { return (aw__object *)(uintptr_t)(value.bits & AW__PAYLOAD); }
static inline aw_value aw__from_object(const void *object) { return aw__pack(AW__TAG_OBJECT, (uintptr_t)object); }
static inline aw_value aw__from_error(const void *exception) { return aw__pack(AW__TAG_ERROR, (uintptr_t)exception); }
static inline bool aw__has_type(aw_value value, aw_type type) {
    return aw__tag(value) == AW__TAG_OBJECT && aw__object_of(value)->type == type;
}

/* A new object with one reference and zeroed contents; NULL where memory is exhausted. */
void *aw__object_new(aw_type type, size_t size);
void aw__object_free(void *object, size_t size);
/* Adds and drops a reference, where the value is an object. */
static inline aw_value aw__retain(aw_value value) {
    if (aw__is_object(value)) aw__object_of(value)->references++;
    return value;
}
void aw__object_end(aw__object *object);
/* How many objects are being destroyed inside each other. After a trap: sets it back, and destroys what waited for that. */
extern unsigned aw__destroying;
void aw__destroy_waiting(unsigned destroying);
static inline void aw__object_release(aw__object *object) {
    if (!--object->references) aw__object_end(object);
}
static inline void aw__release(aw_value value) {
    if (aw__is_object(value)) aw__object_release(aw__object_of(value));
}

/* The objects that this floor knows. */
typedef struct aw__big_int {
    aw__object object;
    int64_t number;
} aw__big_int;
typedef struct aw__text { /* str and bytes; one zero byte follows */
    aw__object object;
    uint32_t length;
    char data[];
} aw__text;
typedef struct aw__list { /* list and tuple */
    aw__object object;
    uint32_t count, capacity;
    aw_value *items;
} aw__list;
typedef struct aw__suspension { /* aw_suspend() of what does not fit into the word */
    aw__object object;
    aw_value value;
} aw__suspension;
typedef struct aw__js_value {
    aw__object object;
    uint32_t handle;
} aw__js_value;

/* What the floors above say of the types that they add: every object of those begins with an aw__classed. */
typedef struct aw__class {
    const char *name;                     /* of the type, in messages */
    void (*destroy)(aw__object *object);  /* the last reference is gone: releases what it holds, and itself */
    aw_value (*repr)(aw_value self);      /* a str in the caller's scope, or an error; NULL: "<name object at 0x…>" */
} aw__class;
typedef struct aw__classed {
    aw__object object;
    const aw__class *class;
} aw__classed;
/* The class of an object of AW_TYPE_ASYNC_GENERATOR, AW_TYPE_AWAITABLE, AW_TYPE_FUTURE, AW_TYPE_TASK or AW_TYPE_HANDLE; NULL for any other value. */
static inline const aw__class *aw__class_of(aw_value value) {
    if (aw__tag(value) != AW__TAG_OBJECT) return NULL;
    unsigned type = aw__object_of(value)->type;
    return type >= AW_TYPE_ASYNC_GENERATOR && type <= AW_TYPE_HANDLE ? ((aw__classed *)(void *)aw__object_of(value))->class : NULL;
}
/* A new object with this class, one reference and zeroed contents; NULL where memory is exhausted. */
void *aw__classed_new(aw_type type, const aw__class *class, size_t size);

/* A str with room for `length` bytes, to be filled in. In the caller's scope. */
aw_value aw__text_new(aw_type type, const void *data, size_t length);
/* A JavaScript value, which now belongs to it. */
aw_value aw__js_value_new(uint32_t handle);

/* The name of a coroutine or generator, which the floor above knows. */
const char *aw__qualname(aw_value coroutine);
/* The repr that an object of the program's own type gives, or None. */
aw_value aw__user_repr(aw_value object);
/* The same for str(). */
aw_value aw__user_str(aw_value object);
/* How the floors above end their own objects when the last reference is gone. */
void aw__exception_destroy(aw__object *object);
void aw__coroutine_destroy(aw__object *object);
void aw__wrapper_destroy(aw__object *object);
void aw__user_object_destroy(aw__object *object);

#endif
