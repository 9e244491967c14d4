/* Values: what coroutines are given, yield and return. One small tagged word; small ones cost no allocation. */
#ifndef AW_VALUE_H
#define AW_VALUE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A Python object, or an error that is on its way to whoever handles it. Copy it freely: it owns nothing by itself
 * (scope.h has the one ownership rule). The bits are private. */
typedef struct aw_value {
    uint64_t bits;
} aw_value;

/* What a value is. The names that messages use are aw_type_name's. */
typedef enum aw_type {
    AW_TYPE_NONE,
    AW_TYPE_BOOL,
    AW_TYPE_INT,
    AW_TYPE_DOUBLE,
    AW_TYPE_STRING,
    AW_TYPE_BYTES,
    AW_TYPE_LIST,
    AW_TYPE_TUPLE,
    AW_TYPE_EXCEPTION, /* an exception object, as a plain value */
    AW_TYPE_KIND,      /* an exception class, as a plain value */
    AW_TYPE_COROUTINE,
    AW_TYPE_GENERATOR,
    AW_TYPE_WRAPPER, /* what aw_await_iter makes: Python's coroutine_wrapper */
    AW_TYPE_SUSPEND, /* what aw_suspend makes */
    AW_TYPE_OBJECT,  /* made by aw_object_new, with the program's own type */
    AW_TYPE_JS,      /* a JavaScript value that has no C counterpart */
    AW_TYPE_ASYNC_GENERATOR,
    AW_TYPE_AWAITABLE, /* what aw_sleep(1), aw_queue_get(queue) or aw_anext(generator) give */
    AW_TYPE_FUTURE,
    AW_TYPE_TASK,
    AW_TYPE_HANDLE, /* what aw_call_soon and aw_call_later give */
    AW_TYPE_RAISED    /* a raised exception, an error: what failing functions return */
} aw_type;

/* -- Making values. Each may return a MemoryError, none suspends. -- */

/* None. */
aw_value aw_none(void);
/* True or False. */
aw_value aw_bool(bool truth);
/* An int; all 64 bits are kept. */
aw_value aw_int(int64_t number);
/* A float. */
aw_value aw_double(double number);
/* A str from UTF-8 text, which is copied. */
aw_value aw_string(const char *text);
/* A str of `length` bytes of UTF-8, which are copied. */
aw_value aw_string_of(const char *text, size_t length);
/* A str made as printf makes it. */
aw_value aw_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
aw_value aw_vformat(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
/* Bytes, which are copied. */
aw_value aw_bytes(const void *data, size_t length);
/* A list or tuple of `count` items. An item that is an error is returned instead. */
aw_value aw_list_of(size_t count, const aw_value *items);
aw_value aw_tuple_of(size_t count, const aw_value *items);
/* AW_LIST(a, b) and AW_TUPLE(a, b): the same with the items written out, at least one. Never returns from your function. */
#define AW_LIST(...) aw_list_of(sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__})
#define AW_TUPLE(...) aw_tuple_of(sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__})

/* -- Looking at values. None fails, none suspends. -- */

/* What the value is. */
aw_type aw_type_of(aw_value value);
/* The name that Python gives the type in messages: "int", "NoneType", "coroutine", the name of an object's type. */
const char *aw_type_name(aw_value value);
static inline bool aw_is_none(aw_value value) { return aw_type_of(value) == AW_TYPE_NONE; }
/* True for a raised exception, what every failing function returns. */
static inline bool aw_is_error(aw_value value) { return value.bits >> 48 == 0xFFFBu; }
/* The same object, or the same bits; the identity test that Python's `is` makes. An error is the exception that it carries. */
bool aw_is(aw_value left, aw_value right);
/* Python's ==: numbers by value, strings, bytes and lists by content (down to a hundred lists inside each other), everything else by identity. */
bool aw_equal(aw_value left, aw_value right);
/* Python's <: True or False. Numbers are compared by value, strings and bytes by their text, lists with lists and tuples with tuples by their first items that differ.
 * Errors: TypeError "'<' not supported between instances of 'str' and 'int'"; RecursionError where lists hold themselves. */
aw_value aw_less(aw_value left, aw_value right);
/* Python's truth: false for None, False, zero and what is empty. */
bool aw_truth(aw_value value);
/* The number in an int, bool or float (cut towards zero); 0 for anything else. */
int64_t aw_as_int(aw_value value);
/* The number in an int, bool or float; NaN for anything else. */
double aw_as_double(aw_value value);
/* The text of a str, zero-terminated, or the data of bytes. NULL for anything else. Lives as long as the value. */
const char *aw_as_string(aw_value value);
/* How many bytes a str or bytes has, or how many items a list or tuple has; 0 for anything else. */
size_t aw_length(aw_value value);

/* -- Lists -- */

/* The item at `index` of a list or tuple, kept alive by it. Errors: IndexError, TypeError. */
aw_value aw_item(aw_value list, size_t index);
/* Appends to a list, which keeps the item alive. Returns None. Errors: MemoryError, TypeError. */
aw_value aw_append(aw_value list, aw_value item);
/* Takes the last item off a list and gives it to the caller's scope. Errors: IndexError, TypeError. */
aw_value aw_pop(aw_value list);

/* -- Text. The results live as long as the caller's scope; where memory is exhausted they are a fixed text. -- */

/* As Python's repr(): `'a'`, `[1, None]`, `ValueError('no')`, `<coroutine object work at 0x…>`. */
const char *aw_repr(aw_value value);
/* As Python's str(): the text itself for a str, the message for an exception. */
const char *aw_str(aw_value value);

#ifdef __cplusplus
}
#endif
#endif
