/* Exception objects, and how they are chained when they are raised. */
#ifndef AW_BASE_EXCEPTION_H
#define AW_BASE_EXCEPTION_H

#include "object.h"

typedef struct aw__exception {
    aw__object object;
    const aw_kind *kind;
    uint32_t argument_count; /* with one, `arguments` is the argument; with more, a tuple of them */
    bool suppress_context;
    aw_value arguments;
    struct aw__exception *context, *cause;
    aw_site *trace; /* innermost first */
    uint32_t trace_count, trace_capacity;
    aw_value js; /* the JavaScript error that this one stands for, or None */
} aw__exception;

static inline aw__exception *aw__exception_in(aw_value value) { return (aw__exception *)(void *)aw__object_of(value); }
/* An error or an exception value. */
static inline bool aw__is_exception(aw_value value) { return aw_is_error(value) || aw__has_type(value, AW_TYPE_EXCEPTION); }

/* The one MemoryError, which needs no memory. As an error. */
aw_value aw__memory_error(void);
/* KIND() as an error, chained to nothing. Where memory is exhausted, that error. In the caller's scope. */
aw_value aw__error_new(const aw_kind *kind);
/* The host has heard of this class: from now on aw_kind_named finds it and its bases. */
void aw__kind_tell(const aw_kind *kind);
/* Sets the exception's context to `handled`, cutting cycles as CPython does. */
void aw__chain(aw__exception *exception, aw__exception *handled);
/* Gives it the trace, the context and the cause of another; as CPython's groups do, it shows no context then. */
void aw__exception_inherit(aw__exception *exception, const aw__exception *from);
/* Remembers where the running coroutine stands. The floor of coroutines provides it. */
void aw__note_site(const aw_site *site);
/* The exception being handled in the current context or in those that resumed it; NULL if none. */
aw__exception *aw__topmost_handled(void);
/* Appends a coroutine to the list of those that the error passed through. */
void aw__trace_add(aw_value error, aw_site site);
/* RuntimeError(message) from this error, as CPython turns a StopIteration that leaves a coroutine into one. */
aw_value aw__error_from(aw_value error, const char *message);
/* Makes an exception of Python's raise and throw() operands: (class or instance, value). An error in the result is the exception to raise;
 * *out_valid is false where the operands themselves are wrong, and the result is the TypeError. */
aw_value aw__normalize(aw_value type, aw_value value, bool *out_valid);

#endif
