/* Coroutines: define them, await in them, and drive them by hand as Python's send, throw and close do. */
#ifndef AW_COROUTINE_H
#define AW_COROUTINE_H

#include <aw/error.h>
#include <aw/scope.h>
#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* -- Defining --
 *
 *     AW_ASYNC(work, (const char *, name), (int, times)) { … return aw_int(times); }
 *
 * defines `aw_value work(const char *name, int times)`. Calling it makes a coroutine, whose body does not run: await it, or drive it by
 * hand. At most eight parameters. An argument of type aw_value is kept alive by the coroutine; what a pointer points to is not, so it
 * must live as long. Parameters of integer, floating, bool, const char * and aw_value type can be given from JavaScript.
 * The body returns a value, or an error. Errors of the call: MemoryError; an aw_value argument that is an error is returned.
 *
 * AW_GENERATOR defines a generator in the same way: AW_YIELD(value) hands a value to next(), and a coroutine may await it, as Python's
 * @types.coroutine generators are awaited. */
#define AW_ASYNC(...) AW__DEFINE(aw__coroutine_code, __VA_ARGS__)
#define AW_GENERATOR(...) AW__DEFINE(aw__generator_code, __VA_ARGS__)

/* AW_STACK(work, 4096); beside a definition, at file scope: how many bytes of C stack each `work` gets. Without it the build works out what
 * the body needs, and where it cannot (recursion, function pointers) gives AW_DEFAULT_STACK bytes. */
#define AW_STACK(name, bytes)                                                                                 \
    extern const uint32_t aw__stack_of_##name __attribute__((weak));                                          \
    const uint32_t aw__stack_of_##name = (bytes)
#define AW_DEFAULT_STACK 8192

/* -- Awaiting --
 *
 * Waits for a coroutine, a generator, an object with __await__ or a suspension; gives its result or its error. Suspends, if what it waits
 * for does. Works in a coroutine and in every plain C function called from one. Errors: TypeError "object int can't be used in 'await'
 * expression", RuntimeError "coroutine is being awaited already" or "cannot reuse already awaited coroutine", ValueError "coroutine already
 * executing", RuntimeError where no coroutine is running, and whatever the awaited one raises.
 * A coroutine that the expression itself makes, AW_AWAIT(work()), is let go when the await ends. */
#define aw_await(awaitable)                                                                                   \
    __extension__({                                                                                           \
        uint32_t AW__NAME(mark) = AW__KEEPS(#awaitable) ? UINT32_MAX : aw__pool_mark();                       \
        aw_value AW__NAME(awaited) = (awaitable);                                                             \
        aw__await(AW__NAME(awaited), AW__SITE, AW__NAME(mark));                                               \
    })
/* The same, and an error returns from your function. */
#define AW_AWAIT(awaitable) AW_TRY(aw_await(awaitable))

/* An awaitable that hands `value` to whoever drives the coroutine; awaiting it gives what is sent back. The bottom of every await chain.
 * Never suspends by itself. Error: MemoryError. */
aw_value aw_suspend(aw_value value);

/* Yields from a generator: suspends, and gives what is sent. As an expression that may return an error from your function. */
#define AW_YIELD(value) AW_TRY(aw_yield(value))
/* The same, and hands you the error. */
#define aw_yield(value) aw__yield((value), AW__SITE)

/* -- Driving by hand. None of these suspends the caller. `coroutine` may also be a generator or a wrapper; anything else is an
 * AttributeError. An argument that is an error is returned. -- */

/* coroutine.send(value): what it yields, or an error: StopIteration with its result at the end, or what it raised. */
aw_value aw_send(aw_value coroutine, aw_value value) __attribute__((warn_unused_result));
/* coroutine.throw(exception): `exception` is an exception value, a kind value, or an error. */
aw_value aw_throw(aw_value coroutine, aw_value exception) __attribute__((warn_unused_result));
/* coroutine.throw(type, value, traceback), with the number of arguments that Python was given. */
aw_value aw_throw_args(aw_value coroutine, size_t count, const aw_value *arguments) __attribute__((warn_unused_result));
/* coroutine.close(): None, or an error. */
aw_value aw_close(aw_value coroutine) __attribute__((warn_unused_result));
/* next(iterator): a generator, a wrapper, or an object with next. Error: TypeError "'coroutine' object is not an iterator". */
aw_value aw_next(aw_value iterator) __attribute__((warn_unused_result));
/* iter(value). Error: TypeError "'coroutine' object is not iterable". */
aw_value aw_iter(aw_value value) __attribute__((warn_unused_result));
/* coroutine.__await__(): Python's coroutine_wrapper for a coroutine; for an object what its __await__ gives. */
aw_value aw_await_iter(aw_value awaitable) __attribute__((warn_unused_result));

/* How a step ended, without the cost of a StopIteration (Python's PyIter_Send). */
typedef enum aw_step {
    AW_STEP_ERROR = -1, /* it raised: *out_result is the error */
    AW_STEP_RETURN = 0, /* it returned *out_result */
    AW_STEP_NEXT = 1    /* it yielded *out_result and is suspended */
} aw_step;
aw_step aw_iter_send(aw_value coroutine, aw_value value, aw_value *out_result) __attribute__((warn_unused_result));

/* -- Looking at coroutines. Never suspend. -- */

typedef enum aw_state { AW_CREATED, AW_RUNNING, AW_SUSPENDED, AW_CLOSED } aw_state;
/* inspect.getcoroutinestate(). AW_CLOSED for a value that is neither coroutine nor generator. */
aw_state aw_coroutine_state(aw_value coroutine);
/* "CORO_CREATED", …; "GEN_CREATED", … for a generator. */
const char *aw_coroutine_state_name(aw_value coroutine);
/* What it is suspended on: a coroutine, a generator, an object's iterator, or None (cr_await, gi_yieldfrom). */
aw_value aw_cr_await(aw_value coroutine);
/* True while it, or what it awaits, runs. */
bool aw_cr_running(aw_value coroutine);
bool aw_cr_suspended(aw_value coroutine);
/* Fills *out_frame with the function and the line where it stands: the definition, the await, or the last line known while it runs.
 * False once it is closed. */
bool aw_cr_frame(aw_value coroutine, aw_site *out_frame);
/* Where it was defined; stays after it is closed. */
aw_site aw_cr_code(aw_value coroutine);
/* Where it was created: None, or a tuple of (file, line, function), newest call first. Error: MemoryError. */
aw_value aw_cr_origin(aw_value coroutine);
/* __name__ and __qualname__; the texts live until the next setting. The setters return None. Error: TypeError "__name__ must be set to a string object". */
const char *aw_coroutine_name(aw_value coroutine);
const char *aw_coroutine_qualname(aw_value coroutine);
aw_value aw_set_coroutine_name(aw_value coroutine, aw_value name);
aw_value aw_set_coroutine_qualname(aw_value coroutine, aw_value qualname);
/* sys.set_coroutine_origin_tracking_depth(): from now on coroutines remember at most `depth` coroutines that were running when they were
 * created. 0, the default, is off. Returns None. Error: ValueError "depth must be >= 0". */
aw_value aw_set_coroutine_origin_tracking_depth(int depth);

/* -- what the macros above expand to -- */

struct aw__definition {
    const char *name;
    const char *type;
    uint16_t offset, size;
    char code; /* i signed, u unsigned, f floating, b bool, s text, v value, p anything else */
};
typedef struct aw_code {
    uint32_t magic;       /* AW__MAGIC: the build finds definitions by it */
    uint32_t stack_size;  /* bytes; AW__STACK_UNKNOWN until the build or AW_STACK says */
    uint64_t (*entry)(void *arguments);
    const char *name, *file;
    int32_t line;
    uint8_t kind; /* one of those below */
    uint16_t arguments_size;
    uint32_t parameter_count;
    const struct aw__definition *parameters;
    const uint32_t *own_stack;
    struct aw_code *next;
} aw_code;
#define AW__MAGIC 0x6F635761u
#define AW__STACK_UNKNOWN 0xFFFFFFFFu
enum { aw__coroutine_code, aw__generator_code, aw__async_generator_code };

#define AW__KEEPS(text) (__builtin_strchr(text, '=') != NULL)
uint32_t aw__pool_mark(void);
aw_value aw__await(aw_value awaitable, const aw_site *site, uint32_t mark);
aw_value aw__yield(aw_value value, const aw_site *site);
void aw__define(aw_code *code);
aw_value aw__coroutine_new(aw_code *code, const void *arguments);

/* The parameter lists are mapped by counting: AW__MAP(F, (t, a), (u, b)) is F(t, a) F(u, b), AW__LIST puts commas between. */
#define AW__NTH(_1, _2, _3, _4, _5, _6, _7, _8, _9, n, ...) n
#define AW__COUNT(...) AW__NTH(__VA_ARGS__, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define AW__MAP(F, ...) AW__JOIN(AW__M, AW__COUNT(__VA_ARGS__))(F, __VA_ARGS__)
#define AW__M1(F, a) F a
#define AW__M2(F, a, ...) F a AW__M1(F, __VA_ARGS__)
#define AW__M3(F, a, ...) F a AW__M2(F, __VA_ARGS__)
#define AW__M4(F, a, ...) F a AW__M3(F, __VA_ARGS__)
#define AW__M5(F, a, ...) F a AW__M4(F, __VA_ARGS__)
#define AW__M6(F, a, ...) F a AW__M5(F, __VA_ARGS__)
#define AW__M7(F, a, ...) F a AW__M6(F, __VA_ARGS__)
#define AW__M8(F, a, ...) F a AW__M7(F, __VA_ARGS__)
#define AW__LIST(F, ...) AW__JOIN(AW__L, AW__COUNT(__VA_ARGS__))(F, __VA_ARGS__)
#define AW__L1(F, a) F a
#define AW__L2(F, a, ...) F a, AW__L1(F, __VA_ARGS__)
#define AW__L3(F, a, ...) F a, AW__L2(F, __VA_ARGS__)
#define AW__L4(F, a, ...) F a, AW__L3(F, __VA_ARGS__)
#define AW__L5(F, a, ...) F a, AW__L4(F, __VA_ARGS__)
#define AW__L6(F, a, ...) F a, AW__L5(F, __VA_ARGS__)
#define AW__L7(F, a, ...) F a, AW__L6(F, __VA_ARGS__)
#define AW__L8(F, a, ...) F a, AW__L7(F, __VA_ARGS__)
#define AW__FIELD(ctype, id) ctype id;
#define AW__PARAMETER(ctype, id) ctype id
#define AW__ARGUMENT(ctype, id) id
#define AW__STORED(ctype, id) aw__stored->id
#define AW__DESCRIBED(ctype, id) {#id, #ctype, (uint16_t)offsetof(aw__stored, id), (uint16_t)sizeof(ctype), AW__CODE(ctype)}
#define AW__CODE(ctype)                                                                                       \
    _Generic((ctype *)0, bool *: 'b', char *: 'i', signed char *: 'i', short *: 'i', int *: 'i', long *: 'i',  \
             long long *: 'i', unsigned char *: 'u', unsigned short *: 'u', unsigned *: 'u',                  \
             unsigned long *: 'u', unsigned long long *: 'u', float *: 'f', double *: 'f',                    \
             const char **: 's', aw_value *: 'v', default: 'p')
#define AW__PICK9(_1, _2, _3, _4, _5, _6, _7, _8, _9, picked, ...) picked
#define AW__DEFINE(kind, ...)                                                                                 \
    AW__PICK9(__VA_ARGS__, AW__WITH, AW__WITH, AW__WITH, AW__WITH, AW__WITH, AW__WITH, AW__WITH, AW__WITH,    \
              AW__WITHOUT, )(kind, __VA_ARGS__)
#define AW__DEFINE_CODE(fn, kind, size, count)                                                                \
    extern const uint32_t aw__stack_of_##fn __attribute__((weak));                                            \
    static aw_code aw__code_##fn = {AW__MAGIC, AW__STACK_UNKNOWN, aw__entry_##fn, #fn, __FILE__, __LINE__,    \
                                    kind, size, count, NULL, &aw__stack_of_##fn, NULL};
#define AW__WITHOUT(kind, fn)                                                                                 \
    aw_value fn(void) __attribute__((warn_unused_result));                                                    \
    static inline __attribute__((always_inline)) aw_value aw__body_##fn(void);                                \
    static uint64_t aw__entry_##fn(void *arguments) { (void)arguments; return aw__body_##fn().bits; }         \
    AW__DEFINE_CODE(fn, kind, 0, 0)                                                                           \
    __attribute__((constructor)) static void aw__define_##fn(void) { aw__define(&aw__code_##fn); }            \
    aw_value fn(void) { return aw__coroutine_new(&aw__code_##fn, NULL); }                                     \
    static inline __attribute__((always_inline)) aw_value aw__body_##fn(void)
#define AW__WITH(kind, fn, ...)                                                                               \
    struct aw__arguments_##fn { AW__MAP(AW__FIELD, __VA_ARGS__) };                                            \
    aw_value fn(AW__LIST(AW__PARAMETER, __VA_ARGS__)) __attribute__((warn_unused_result));                    \
    static inline __attribute__((always_inline)) aw_value aw__body_##fn(AW__LIST(AW__PARAMETER, __VA_ARGS__)); \
    static uint64_t aw__entry_##fn(void *arguments) {                                                         \
        struct aw__arguments_##fn *aw__stored = (struct aw__arguments_##fn *)arguments;                       \
        return aw__body_##fn(AW__LIST(AW__STORED, __VA_ARGS__)).bits;                                         \
    }                                                                                                         \
    AW__DEFINE_CODE(fn, kind, sizeof(struct aw__arguments_##fn), AW__COUNT(__VA_ARGS__))                      \
    __attribute__((constructor)) static void aw__define_##fn(void) {                                          \
        typedef struct aw__arguments_##fn aw__stored;                                                         \
        static const struct aw__definition parameters[] = {AW__LIST(AW__DESCRIBED, __VA_ARGS__)};             \
        aw__code_##fn.parameters = parameters;                                                                \
        aw__define(&aw__code_##fn);                                                                           \
    }                                                                                                         \
    aw_value fn(AW__LIST(AW__PARAMETER, __VA_ARGS__)) {                                                       \
        struct aw__arguments_##fn aw__arguments = {AW__LIST(AW__ARGUMENT, __VA_ARGS__)};                      \
        return aw__coroutine_new(&aw__code_##fn, &aw__arguments);                                             \
    }                                                                                                         \
    static inline __attribute__((always_inline)) aw_value aw__body_##fn(AW__LIST(AW__PARAMETER, __VA_ARGS__))

#ifdef __cplusplus
}
#endif
#endif
