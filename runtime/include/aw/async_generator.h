/* Asynchronous generators: coroutines that also yield, and the loops over them. */
#ifndef AW_ASYNC_GENERATOR_H
#define AW_ASYNC_GENERATOR_H

#include <aw/coroutine.h>
#include <aw/task.h>

#ifdef __cplusplus
extern "C" {
#endif

/* AW_ASYNC_GENERATOR(ticker, (int, count)) { AW_AWAIT(aw_sleep(1)); AW_YIELD(aw_int(1)); … return aw_none(); }
 * defines `aw_value ticker(int count)`, as AW_ASYNC does. AW_AWAIT waits, AW_YIELD hands out an item; whatever it returns is ignored, an error is raised. */
#define AW_ASYNC_GENERATOR(...) AW__DEFINE(aw__async_generator_code, __VA_ARGS__)

/* AW_ASYNC_FOR(item, iterable) { … }: `async for item in iterable`, over an asynchronous generator, an object with aiter, or a JavaScript async iterable
 * or ReadableStream. Suspends for each item; each round releases what the round before it made. An error of the iterator returns from your function.
 * Left early, the generator stays suspended where it is, as in Python: AW_WITH(aw_aclosing(generator)) closes it. One that the expression itself makes is let
 * go when the loop is left. Errors: TypeError "'async for' requires an object with __aiter__ method, got int". */
#define AW_ASYNC_FOR(item, iterable)                                                                          \
    AW__EACH(aw__async_for_begin, #iterable, iterable)                                                        \
    for (aw_value item = aw_none();                                                                           \
         !aw__scope_renew(&AW__NAME(each).scope) &&                                                           \
         aw__async_for_item(&AW__NAME(each), &item, aw_await(aw__async_for_next(&AW__NAME(each)))) &&         \
         !aw_is_error(item = AW_TRY(item));)

/* aiter(value). Error: TypeError "'int' object is not an async iterable". */
aw_value aw_aiter(aw_value value);
/* anext(iterator): an awaitable, which gives the next item. Error: TypeError "'int' object is not an async iterator". Errors of awaiting it:
 * StopAsyncIteration at the end, RuntimeError "anext(): asynchronous generator is already running", and whatever the generator raises. */
aw_value aw_anext(aw_value iterator) __attribute__((warn_unused_result));
/* anext(iterator, value): the same, but gives `value` at the end. */
aw_value aw_anext_or(aw_value iterator, aw_value value);
/* generator.asend(value), athrow(exception), athrow(type, value, traceback) and aclose(): awaitables. Like those of aw_anext() they are also driven by hand, each
 * once: aw_send() gives what the generator awaits, and a StopIteration with the item. Error: AttributeError for what is no asynchronous generator. */
aw_value aw_asend(aw_value generator, aw_value value) __attribute__((warn_unused_result));
aw_value aw_athrow(aw_value generator, aw_value exception) __attribute__((warn_unused_result));
aw_value aw_athrow_args(aw_value generator, size_t count, const aw_value *arguments) __attribute__((warn_unused_result));
aw_value aw_aclose(aw_value generator) __attribute__((warn_unused_result));
/* contextlib.aclosing(generator): for AW_WITH. */
aw_value aw_aclosing(aw_value generator);

/* ag_running, ag_await and ag_frame. */
bool aw_ag_running(aw_value generator);
aw_value aw_ag_await(aw_value generator);
bool aw_ag_frame(aw_value generator, aw_site *out_frame);

/* sys.set_asyncgen_hooks(): firstiter is called when a generator is iterated for the first time, and may refuse by an error; finalizer when one that is not
 * finished is about to be destroyed, which it may bring back to life. The loop sets its own while it runs. NULL: none. */
typedef aw_value (*aw_asyncgen_hook)(aw_value generator);
void aw_set_asyncgen_hooks(aw_asyncgen_hook firstiter, aw_asyncgen_hook finalizer);
void aw_get_asyncgen_hooks(aw_asyncgen_hook *out_firstiter, aw_asyncgen_hook *out_finalizer);

aw__each aw__async_for_begin(aw_value iterable, uint32_t mark);
/* What a round awaits. */
aw_value aw__async_for_next(const aw__each *each);
/* The item, or true with an error; false at the end. `awaited` is what awaiting gave. */
bool aw__async_for_item(aw__each *each, aw_value *out_item, aw_value awaited);

#ifdef __cplusplus
}
#endif
#endif
