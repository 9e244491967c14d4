/* Coroutines of the runtime itself: AW_ASYNC without the entry among the program's definitions.
 *
 *     AW__RUNTIME_ASYNC(wait_for, "wait_for", (aw_value, awaitable), (double, timeout)) { … }
 *
 * defines `static aw_value wait_for(aw_value awaitable, double timeout)`, which makes a coroutine that messages call by the name that Python has for it. The build
 * finds these like any others, by their magic, to size their stacks: what needs much stack goes to the main one (aw__on_main_stack). */
#ifndef AW_CORO_RUNTIME_ASYNC_H
#define AW_CORO_RUNTIME_ASYNC_H

#include <aw/coroutine.h>

#include "../base/context.h"

#define AW__RUNTIME_ASYNC(fn, qualified, ...) AW__RUNTIME_CODE(aw__coroutine_code, fn, qualified, __VA_ARGS__)
/* The same for an asynchronous generator. */
#define AW__RUNTIME_ASYNC_GENERATOR(fn, qualified, ...) AW__RUNTIME_CODE(aw__async_generator_code, fn, qualified, __VA_ARGS__)

#define AW__RUNTIME_CODE(kind, fn, qualified, ...)                                                            \
    struct aw__arguments_##fn { AW__MAP(AW__FIELD, __VA_ARGS__) };                                            \
    static inline __attribute__((always_inline)) aw_value aw__body_##fn(AW__LIST(AW__PARAMETER, __VA_ARGS__)); \
    static uint64_t aw__entry_##fn(void *arguments) {                                                         \
        struct aw__arguments_##fn *aw__stored = (struct aw__arguments_##fn *)arguments;                       \
        return aw__body_##fn(AW__LIST(AW__STORED, __VA_ARGS__)).bits;                                         \
    }                                                                                                         \
    static aw_value fn(AW__LIST(AW__PARAMETER, __VA_ARGS__)) {                                                \
        typedef struct aw__arguments_##fn aw__stored;                                                         \
        static const struct aw__definition parameters[] = {AW__LIST(AW__DESCRIBED, __VA_ARGS__)};             \
        static aw_code code = {AW__MAGIC, AW__STACK_UNKNOWN, aw__entry_##fn, (qualified), __FILE_NAME__, __LINE__, \
                               kind, sizeof(aw__stored), AW__COUNT(__VA_ARGS__), parameters, NULL, NULL}; \
        aw__stored arguments = {AW__LIST(AW__ARGUMENT, __VA_ARGS__)};                                         \
        return aw__coroutine_new(&code, &arguments);                                                          \
    }                                                                                                         \
    static inline __attribute__((always_inline)) aw_value aw__body_##fn(AW__LIST(AW__PARAMETER, __VA_ARGS__))

#endif
