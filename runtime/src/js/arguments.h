/* Calling a coroutine's constructor with values, checked and converted to its C parameters. */
#ifndef AW_JS_ARGUMENTS_H
#define AW_JS_ARGUMENTS_H

#include "../coro/coroutine.h"

/* The coroutine, in the caller's scope. Errors: TypeError, OverflowError, MemoryError. */
aw_value aw__call_with_values(aw_code *code, size_t count, const aw_value *values);

#endif
