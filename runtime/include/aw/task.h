/* Tasks: coroutines that the loop runs beside each other. And what asyncio has to wait for several at once. */
#ifndef AW_TASK_H
#define AW_TASK_H

#include <aw/coroutine.h>
#include <aw/future.h>

#ifdef __cplusplus
extern "C" {
#endif

/* For timeouts: there is none (Python's None). INFINITY is a time that never comes, which costs a timer. */
#define AW_NO_TIMEOUT (__builtin_nan(""))

/* -- Tasks. The loop holds a task until it ends. -- */

/* asyncio.create_task(coroutine): its first step is in the next iteration. Also takes what the functions below give, such as aw_sleep(1).
 * Errors: TypeError "a coroutine was expected, got 5", RuntimeError "no running event loop", MemoryError. */
aw_value aw_create_task(aw_value coroutine) __attribute__((warn_unused_result));
/* create_task(coroutine, name=name). */
aw_value aw_create_task_named(aw_value coroutine, const char *name) __attribute__((warn_unused_result));
/* asyncio.ensure_future(): a future as it is, anything else that can be awaited as a task.
 * Error: TypeError "An asyncio.Future, a coroutine or an awaitable is required". */
aw_value aw_ensure_future(aw_value awaitable);
/* asyncio.current_task(): the task that runs, or None in a callback. Error: RuntimeError "no running event loop". */
aw_value aw_current_task(void);
/* asyncio.all_tasks(): a list of those that are not done, oldest first. */
aw_value aw_all_tasks(void);
bool aw_is_task(aw_value value);
/* task.get_name(): "Task-1" unless it was given one. Lives until the next setting. */
const char *aw_task_name(aw_value task);
/* task.set_name(). Returns None. */
aw_value aw_task_set_name(aw_value task, const char *name);
/* task.get_coro(). */
aw_value aw_task_coroutine(aw_value task);
/* task.cancelling(): how many requests to cancel are outstanding. */
int64_t aw_task_cancelling(aw_value task);
/* task.uncancel(): takes one request back; how many remain, as an int. Error: TypeError. */
aw_value aw_task_uncancel(aw_value task);

/* -- Awaitables: await what these give, or make a task of it -- */

/* asyncio.sleep(delay): seconds; 0 lets everything else that is ready run once. Gives None. */
static inline aw_value aw_sleep(double delay) __attribute__((warn_unused_result));
/* asyncio.sleep(delay, result). */
aw_value aw_sleep_result(double delay, aw_value result) __attribute__((warn_unused_result));
static inline aw_value aw_sleep(double delay) {
    aw_value bare_yield = {(uint64_t)0xFFFC << 48}; /* aw_suspend(aw_none()) */
    return delay <= 0 ? bare_yield : aw_sleep_result(delay, aw_none());
}
/* asyncio.gather(a, b, …): a future, at least one argument. Gives the list of results in this order, or the first error. Coroutines become tasks at once. */
#define aw_gather(...) aw_gather_of(sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__}, false)
/* gather(…, return_exceptions=True): exceptions are results. */
#define aw_gather_exceptions(...) aw_gather_of(sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__}, true)
aw_value aw_gather_of(size_t count, const aw_value *awaitables, bool return_exceptions) __attribute__((warn_unused_result));
/* The same for the items of a list. */
aw_value aw_gather_list(aw_value awaitables, bool return_exceptions) __attribute__((warn_unused_result));

typedef enum aw_when { AW_FIRST_COMPLETED, AW_FIRST_EXCEPTION, AW_ALL_COMPLETED } aw_when;
/* asyncio.wait(futures, return_when=, timeout=): gives a tuple of two lists, those that are done and those that are not, each in the order given.
 * Errors: ValueError "Set of Tasks/Futures is empty."; TypeError "Passing coroutines is forbidden, use tasks explicitly.". */
aw_value aw_wait(aw_value futures, aw_when return_when, double timeout) __attribute__((warn_unused_result));
/* asyncio.wait_for(awaitable, timeout): its result, or TimeoutError; it is cancelled, and has ended, then. */
aw_value aw_wait_for(aw_value awaitable, double timeout) __attribute__((warn_unused_result));
/* asyncio.shield(awaitable): a future. Cancelling what awaits it leaves the awaitable running. */
aw_value aw_shield(aw_value awaitable) __attribute__((warn_unused_result));
/* asyncio.as_completed(awaitables, timeout=): an iterator (aw_next, AW_EACH) of awaitables; the first gives what finishes first, and so on. */
aw_value aw_as_completed(aw_value awaitables, double timeout) __attribute__((warn_unused_result));

/* AW_EACH(item, list) { … }: a loop over a list, tuple or iterator, in which each round releases what the round before it made. An error of
 * the iterator returns from your function. An iterator that the expression itself makes is let go when the loop ends. */
#define AW_EACH(item, iterable)                                                                               \
    AW__EACH(aw__each_begin, #iterable, iterable)                                                             \
    for (aw_value item = aw_none(); aw__each_next(&AW__NAME(each), &item) && !aw_is_error(item = AW_TRY(item));)

typedef struct aw__each {
    aw__scope scope;
    aw_value given, iterator; /* `iterator` may be an error, which the first round gives */
    uint32_t mark;
    uint32_t index;
    bool open;
} aw__each;
#define AW__EACH(begin, text, iterable)                                                                       \
    for (aw__each AW__NAME(each) __attribute__((cleanup(aw__each_leave))) = __extension__({                   \
             uint32_t AW__NAME(mark) = AW__KEEPS(text) ? UINT32_MAX : aw__pool_mark();                        \
             begin((iterable), AW__NAME(mark));                                                               \
         });                                                                                                  \
         AW__NAME(each).open; AW__NAME(each).open = false)
aw__each aw__each_begin(aw_value iterable, uint32_t mark);
/* The item, or true with an error; false at the end. */
bool aw__each_next(aw__each *each, aw_value *out_item);
void aw__each_leave(aw__each *each);

#ifdef __cplusplus
}
#endif
#endif
