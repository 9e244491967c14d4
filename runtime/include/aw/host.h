/* The program's surroundings: functions that JavaScript gave to load(), and where warnings go.
 *
 * A JavaScript promise, or anything else with a `then`, can be awaited, made part of a gather, and so on, like a future. */
#ifndef AW_HOST_H
#define AW_HOST_H

#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* AW_HOST("name", a, b): calls the function `name` of the `host` object given to load(), at least one argument. Its result, or what it threw as
 * an error; thrown on to JavaScript, that is the same JS object. Does not suspend, and while it runs nothing below it can.
 * Error: LookupError where there is no such function, which is so in every native program. */
#define AW_HOST(name, ...) aw_host(name, sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__})
aw_value aw_host(const char *name, size_t count, const aw_value *arguments);

/* AW_HOST_ASYNC("name", a, b): starts host.name(a, b, { signal }) and gives a future of what the promise that it returns comes to; of the result, where it returns
 * none. A rejection is an error that carries what it was rejected with; thrown on to JavaScript, that is the same JS object. Cancelling the future, or dropping
 * it before it is done, aborts the signal, whose reason is the CancelledError; an answer after that is dropped. Does not suspend.
 * Errors: what the function throws before it returns; LookupError as above. */
#define AW_HOST_ASYNC(name, ...) aw_host_async(name, sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__})
aw_value aw_host_async(const char *name, size_t count, const aw_value *arguments) __attribute__((warn_unused_result));

/* Called with the text of each warning, such as "coroutine 'work' was never awaited". Returning an error turns the warning into that error,
 * which is then unraisable. NULL brings the default back: a line on stderr, or load()'s onWarning. */
typedef aw_value (*aw_warning_hook)(const char *text);
void aw_set_warning_hook(aw_warning_hook hook);
/* Called with each exception that nobody can receive (sys.unraisablehook), and the coroutine that it came from, or None.
 * NULL brings the default back: its traceback on stderr, or load()'s onUnraisable. */
typedef void (*aw_unraisable_hook)(aw_value exception, aw_value object);
void aw_set_unraisable_hook(aw_unraisable_hook hook);

#ifdef __cplusplus
}
#endif
#endif
