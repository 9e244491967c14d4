/* Errors: raised exceptions are values with a tag of their own. A function that fails returns one; nothing is set aside.
 *
 *     aw_value r = aw_await(work());            // lower case: r may be an error
 *     AW_EXCEPT(r, AW_VALUE_ERROR, e) {         // except ValueError as e: takes the error out of r
 *         printf("caught %s\n", aw_repr(e));
 *     }
 *     AW_TRY(r);                                // anything else goes on to the caller
 */
#ifndef AW_ERROR_H
#define AW_ERROR_H

#include <aw/scope.h>
#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

struct aw__with;

/* An exception class: its name and its base class. Define your own with
 * `static const aw_kind my_error = {"MyError", AW_EXCEPTION};`; it must live as long as the program. */
typedef struct aw_kind {
    const char *name;
    const struct aw_kind *parent;
} aw_kind;

/* Where in the source something happens. */
typedef struct aw_site {
    const char *file;
    int line;
    const char *function;
} aw_site;

#define AW__KINDS(X)                                                                                          \
    X(BaseException, NULL)                                                                                    \
    X(GeneratorExit, AW_BASE_EXCEPTION)                                                                       \
    X(KeyboardInterrupt, AW_BASE_EXCEPTION)                                                                   \
    X(SystemExit, AW_BASE_EXCEPTION)                                                                          \
    X(CancelledError, AW_BASE_EXCEPTION)                                                                      \
    X(Exception, AW_BASE_EXCEPTION)                                                                           \
    X(ArithmeticError, AW_EXCEPTION)                                                                          \
    X(ZeroDivisionError, AW_ARITHMETIC_ERROR)                                                                 \
    X(OverflowError, AW_ARITHMETIC_ERROR)                                                                     \
    X(AssertionError, AW_EXCEPTION)                                                                           \
    X(AttributeError, AW_EXCEPTION)                                                                           \
    X(BufferError, AW_EXCEPTION)                                                                              \
    X(EOFError, AW_EXCEPTION)                                                                                 \
    X(InvalidStateError, AW_EXCEPTION)                                                                        \
    X(QueueEmpty, AW_EXCEPTION)                                                                               \
    X(QueueFull, AW_EXCEPTION)                                                                                \
    X(LookupError, AW_EXCEPTION)                                                                              \
    X(IndexError, AW_LOOKUP_ERROR)                                                                            \
    X(KeyError, AW_LOOKUP_ERROR)                                                                              \
    X(MemoryError, AW_EXCEPTION)                                                                              \
    X(OSError, AW_EXCEPTION)                                                                                  \
    X(InterruptedError, AW_OS_ERROR) /* a host operation was pending when the program was saved */          \
    X(TimeoutError, AW_OS_ERROR)                                                                              \
    X(RuntimeError, AW_EXCEPTION)                                                                             \
    X(NotImplementedError, AW_RUNTIME_ERROR)                                                                  \
    X(RecursionError, AW_RUNTIME_ERROR)                                                                       \
    X(BrokenBarrierError, AW_RUNTIME_ERROR)                                                                   \
    X(DeadlockError, AW_RUNTIME_ERROR) /* nothing can ever go on: no counterpart in Python */                 \
    X(StopIteration, AW_EXCEPTION)                                                                            \
    X(StopAsyncIteration, AW_EXCEPTION)                                                                       \
    X(TypeError, AW_EXCEPTION)                                                                                \
    X(ValueError, AW_EXCEPTION)                                                                               \
    X(UnicodeError, AW_VALUE_ERROR)                                                                           \
    X(Warning, AW_EXCEPTION)                                                                                  \
    X(RuntimeWarning, AW_WARNING)                                                                             \
    X(ResourceWarning, AW_WARNING)                                                                            \
    X(BaseExceptionGroup, AW_BASE_EXCEPTION)                                                                  \
    X(ExceptionGroup, AW_EXCEPTION) /* and a BaseExceptionGroup, too */                                       \
    X(JSError, AW_EXCEPTION) /* a JavaScript error that is none of the above */
#define AW__DECLARE(name, parent) extern const aw_kind aw_kind_##name;
AW__KINDS(AW__DECLARE)
#undef AW__DECLARE

#define AW_BASE_EXCEPTION (&aw_kind_BaseException)
#define AW_GENERATOR_EXIT (&aw_kind_GeneratorExit)
#define AW_KEYBOARD_INTERRUPT (&aw_kind_KeyboardInterrupt)
#define AW_SYSTEM_EXIT (&aw_kind_SystemExit)
#define AW_CANCELLED_ERROR (&aw_kind_CancelledError)
#define AW_EXCEPTION (&aw_kind_Exception)
#define AW_ARITHMETIC_ERROR (&aw_kind_ArithmeticError)
#define AW_ZERO_DIVISION_ERROR (&aw_kind_ZeroDivisionError)
#define AW_OVERFLOW_ERROR (&aw_kind_OverflowError)
#define AW_ASSERTION_ERROR (&aw_kind_AssertionError)
#define AW_ATTRIBUTE_ERROR (&aw_kind_AttributeError)
#define AW_BUFFER_ERROR (&aw_kind_BufferError)
#define AW_EOF_ERROR (&aw_kind_EOFError)
#define AW_INVALID_STATE_ERROR (&aw_kind_InvalidStateError)
#define AW_QUEUE_EMPTY (&aw_kind_QueueEmpty)
#define AW_QUEUE_FULL (&aw_kind_QueueFull)
#define AW_LOOKUP_ERROR (&aw_kind_LookupError)
#define AW_INDEX_ERROR (&aw_kind_IndexError)
#define AW_KEY_ERROR (&aw_kind_KeyError)
#define AW_MEMORY_ERROR (&aw_kind_MemoryError)
#define AW_OS_ERROR (&aw_kind_OSError)
#define AW_INTERRUPTED_ERROR (&aw_kind_InterruptedError)
#define AW_TIMEOUT_ERROR (&aw_kind_TimeoutError)
#define AW_RUNTIME_ERROR (&aw_kind_RuntimeError)
#define AW_NOT_IMPLEMENTED_ERROR (&aw_kind_NotImplementedError)
#define AW_RECURSION_ERROR (&aw_kind_RecursionError)
#define AW_BROKEN_BARRIER_ERROR (&aw_kind_BrokenBarrierError)
#define AW_DEADLOCK_ERROR (&aw_kind_DeadlockError)
#define AW_STOP_ITERATION (&aw_kind_StopIteration)
#define AW_STOP_ASYNC_ITERATION (&aw_kind_StopAsyncIteration)
#define AW_TYPE_ERROR (&aw_kind_TypeError)
#define AW_VALUE_ERROR (&aw_kind_ValueError)
#define AW_UNICODE_ERROR (&aw_kind_UnicodeError)
#define AW_WARNING (&aw_kind_Warning)
#define AW_RUNTIME_WARNING (&aw_kind_RuntimeWarning)
#define AW_RESOURCE_WARNING (&aw_kind_ResourceWarning)
#define AW_BASE_EXCEPTION_GROUP (&aw_kind_BaseExceptionGroup)
#define AW_EXCEPTION_GROUP (&aw_kind_ExceptionGroup)
#define AW_JS_ERROR (&aw_kind_JSError)

/* -- Raising. All return an error, none suspends. As in Python, the exception that is being handled becomes the context. -- */

/* return aw_raise(AW_VALUE_ERROR, "no %d", n); The format may be left out. */
#define aw_raise(kind, ...) aw__raised(aw__raise(AW__SITE, (kind), "\1" __VA_ARGS__), AW__BLOCK)
/* `raise exception`: takes an exception value, a kind value (of which it makes an instance) or an error. Error: TypeError for anything else. */
#define aw_raise_exception(exception) aw__raised(aw__raise_exception(AW__SITE, (exception), aw_none(), false), AW__BLOCK)
/* `raise exception from cause`; cause may be None. */
#define aw_raise_from(exception, cause) aw__raised(aw__raise_exception(AW__SITE, (exception), (cause), true), AW__BLOCK)
/* A bare `raise`: the exception that is being handled, unchanged. Error: RuntimeError "No active exception to reraise". */
#define aw_reraise() aw__raised(aw__reraise(AW__SITE), AW__BLOCK)

/* -- Exception objects -- */

/* An exception that is not raised: KIND(message), made as printf makes it; KIND() where the format is "". */
#define aw_exception(kind, ...) aw__exception_format((kind), "\1" __VA_ARGS__)
/* KIND(*arguments). */
aw_value aw_exception_of(const aw_kind *kind, size_t count, const aw_value *arguments);
/* The exception class as a value, as Python's throw(ValueError) passes it. Never fails. */
aw_value aw_kind_value(const aw_kind *kind);
/* Stops an error: the exception that it carries, as a plain value. Other values come back unchanged. */
aw_value aw_caught(aw_value error);
/* Is this error, exception or kind value an instance (or subclass) of `kind`? False for other values. */
bool aw_matches(aw_value exception, const aw_kind *kind);
/* The class of an error, exception or kind value; NULL for other values. */
const aw_kind *aw_kind_of(aw_value exception);
/* The class with this name: a builtin one, or one of the program's that JavaScript has seen. NULL if there is none. */
const aw_kind *aw_kind_named(const char *name);
/* The tuple of arguments that the exception was made with. */
aw_value aw_exception_args(aw_value exception);
/* StopIteration's value: its first argument, or None. */
aw_value aw_stop_value(aw_value exception);
/* __context__, __cause__ (None where there is none) and __suppress_context__. */
aw_value aw_exception_context(aw_value exception);
aw_value aw_exception_cause(aw_value exception);
bool aw_exception_suppress_context(aw_value exception);
/* The coroutines that the exception passed through, outermost first: a list of (function, file, line) tuples. */
aw_value aw_exception_trace(aw_value exception);
/* The exception as Python prints it: the chain of coroutines, outermost first, then "ValueError: no"; causes and contexts before it.
 * Lives as long as the caller's scope. */
const char *aw_traceback(aw_value exception);

/* -- Handling -- */

/* Returns an error to your caller; otherwise the value. */
#define AW_TRY(expression)                                                                                    \
    __extension__({                                                                                           \
        aw_value AW__NAME(value) = (expression);                                                              \
        if (aw_is_error(AW__NAME(value))) {                                                                   \
            AW__NAME(value) = aw__met(AW__NAME(value), AW__BLOCK);                                            \
            if (aw_is_error(AW__NAME(value))) return AW__NAME(value);                                         \
        }                                                                                                     \
        AW__NAME(value);                                                                                      \
    })

/* AW_EXCEPT(v, KIND) { … } or AW_EXCEPT(v, KIND, e) { … }: runs the block if v is an error of this kind. v becomes None before, `e` is
 * the exception, and it counts as being handled until the block is left, also across awaits. KIND may be AW_KINDS(A, B). Inside,
 * `return aw_reraise();` is Python's bare `raise`. `break` leaves the block. */
#define AW_EXCEPT(...) AW__PICK3(__VA_ARGS__, AW__EXCEPT_AS, AW__EXCEPT, )(__VA_ARGS__)
#define AW_KINDS(...) ((const aw_kind *const[]){__VA_ARGS__, NULL})

/* AW_FINALLY(v) { … }: always runs the block; while it runs, an error in v counts as being handled, so that what the block raises has
 * it as context. v is unchanged: follow it with AW_TRY(v). */
#define AW_FINALLY(variable)                                                                                  \
    for (aw__handler AW__NAME(handler) __attribute__((cleanup(aw__handler_leave))) = aw__handler_finally(variable); \
         AW__NAME(handler).active; AW__NAME(handler).active = false)

/* The exception being handled (sys.exc_info()[1]), or None. */
aw_value aw_handled_exception(void);

/* -- what the macros above expand to -- */
#define AW__PICK3(_1, _2, _3, picked, ...) picked
#define AW__EXCEPT(variable, kinds)                                                                           \
    for (aw__handler AW__NAME(handler) __attribute__((cleanup(aw__handler_leave))) =                          \
             aw__handler_except(&(variable), AW__KIND_LIST(kinds), AW__BLOCK);                                \
         AW__NAME(handler).active; AW__NAME(handler).active = false)
#define AW__EXCEPT_AS(variable, kinds, name)                                                                  \
    AW__EXCEPT(variable, kinds)                                                                               \
    for (aw_value name __attribute__((unused)) = AW__NAME(handler).exception; AW__NAME(handler).active; AW__NAME(handler).active = false)
#define AW__KIND_LIST(kinds)                                                                                  \
    _Generic((kinds), const aw_kind *: AW__ONE_KIND((const void *)(kinds)), default: (const aw_kind *const *)(kinds))
#define AW__ONE_KIND(kind) ((const aw_kind *const[]){(const aw_kind *)(kind), NULL})
#define AW__SITE (__extension__({ static const aw_site aw__here = {__FILE__, __LINE__, __func__}; &aw__here; }))

/* The innermost AW_WITH whose block the macro stands in: that declares a variable of this name. Elsewhere it is this, NULL. */
enum { aw__entered = 0 };
#define AW__BLOCK ((struct aw__with *)aw__entered)
/* An error is about to leave the function, and the block if there is one, or is taken to be. Gives what stands for it: base/replaced.h. */
aw_value aw__met(aw_value error, struct aw__with *block) __attribute__((cold));
void aw__note_leaving(aw_value error, struct aw__with *block);
static inline aw_value aw__raised(aw_value error, struct aw__with *block) {
    if (block) aw__note_leaving(error, block);
    return error;
}

typedef struct aw__handler {
    aw_value exception;
    struct aw__exception *outer;
    struct aw__context *context;
    bool active;
} aw__handler;
aw__handler aw__handler_except(aw_value *variable, const aw_kind *const *kinds, struct aw__with *block);
aw__handler aw__handler_finally(aw_value variable);
void aw__handler_leave(aw__handler *handler);
/* Their formats begin with a byte of value 1, so that one without a text is not an empty format. */
aw_value aw__raise(const aw_site *site, const aw_kind *kind, const char *format, ...) __attribute__((format(printf, 3, 4)));
aw_value aw__raise_exception(const aw_site *site, aw_value exception, aw_value cause, bool from);
aw_value aw__reraise(const aw_site *site);
aw_value aw__exception_format(const aw_kind *kind, const char *format, ...) __attribute__((format(printf, 2, 3)));

#ifdef __cplusplus
}
#endif
#endif
