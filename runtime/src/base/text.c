/* repr() and str(): values as Python writes them. */
#include "context.h"
#include "group.h"
#include "port.h"
#include "writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct text_buffer {
    aw__writer writer;
    unsigned depth;
    const struct nested *within;
} text_buffer;
/* The lists and tuples that are being written: one that holds itself is cut short, as Python does. */
typedef struct nested {
    aw_value list;
    const struct nested *outer;
} nested;

static void put_bytes(text_buffer *out, const char *data, size_t length) { aw__write_bytes(&out->writer, data, length); }
static void put(text_buffer *out, const char *text) { aw__write(&out->writer, text); }
#define put_format(out, ...) aw__write_format(&(out)->writer, __VA_ARGS__)

/* The shortest digits that read back as the same number, as Python's. */
static void put_double(text_buffer *out, double number) {
    if (isnan(number)) return put(out, "nan");
    if (isinf(number)) return put(out, number > 0 ? "inf" : "-inf");
    char digits[40];
    int precision = 1;
    do snprintf(digits, sizeof digits, "%.*e", precision - 1, number);
    while (strtod(digits, NULL) != number && precision++ < 17);
    int exponent = atoi(strchr(digits, 'e') + 1);
    if (exponent < -4 || exponent >= 16) {
        *strchr(digits, 'e') = 0;
        return put_format(out, "%se%s%02d", digits, exponent < 0 ? "-" : "+", abs(exponent));
    }
    int decimals = precision - 1 - exponent;
    put_format(out, "%.*f", decimals > 1 ? decimals : 1, number);
}

static void put_quoted(text_buffer *out, const char *text, size_t length, bool bytes) {
    char quote = memchr(text, '\'', length) && !memchr(text, '"', length) ? '"' : '\'';
    put_format(out, bytes ? "b%c" : "%c", quote);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '\\' || c == (unsigned char)quote) put_format(out, "\\%c", c);
        else if (c == '\n') put(out, "\\n");
        else if (c == '\r') put(out, "\\r");
        else if (c == '\t') put(out, "\\t");
        else if (c < 32 || c == 127 || (bytes && c > 127)) put_format(out, "\\x%02x", c);
        else put_bytes(out, (const char *)&text[i], 1);
    }
    put_bytes(out, &quote, 1);
}

static void put_repr(text_buffer *out, aw_value value);

static void put_items(text_buffer *out, aw_value list, const char *open, const char *close) {
    for (const nested *outer = out->within; outer; outer = outer->outer)
        if (aw_is(outer->list, list)) return put(out, *open == '[' ? "[...]" : "(...)");
    nested here = {list, out->within};
    out->within = &here;
    put(out, open);
    size_t count = aw_length(list);
    for (size_t i = 0; i < count; i++) {
        if (i) put(out, ", ");
        put_repr(out, aw_item(list, i));
    }
    put(out, close);
    out->within = here.outer;
}

static void put_tuple(text_buffer *out, aw_value tuple) { put_items(out, tuple, "(", aw_length(tuple) == 1 ? ",)" : ")"); }

static void put_exception(text_buffer *out, aw__exception *exception) {
    put(out, exception->kind->name);
    if (exception->argument_count > 1) return put_tuple(out, exception->arguments);
    put(out, "(");
    if (exception->argument_count) put_repr(out, exception->arguments);
    put(out, ")");
}

static void put_address(text_buffer *out, aw_value value) { put_format(out, " at %#llx>", (unsigned long long)(value.bits & AW__PAYLOAD)); }

/* The build knows it by name: what a repr calls never suspends the coroutine below it. */
static __attribute__((noinline)) aw_value class_repr(const aw__class *class, aw_value value) { return class->repr(value); }

static aw_value own_repr(aw_value value) {
    const aw__class *class = aw__class_of(value);
    if (!class) return aw__user_repr(value);
    return class->repr ? class_repr(class, value) : aw_none();
}

/* What the object itself says; false where it has nothing to say. */
static bool put_own(text_buffer *out, aw_value value, bool as_str) {
    bool put_it = false;
    AW_SCOPE {
        aw_value text = as_str ? aw__user_str(value) : own_repr(value);
        put_it = aw_type_of(text) == AW_TYPE_STRING;
        if (put_it) put(out, aw_as_string(text));
    }
    return put_it;
}

static void put_object(text_buffer *out, aw_value value) {
    if (put_own(out, value, false)) return;
    put(out, "<");
    put(out, aw_type_name(value));
    put(out, " object");
    if (aw_type_of(value) == AW_TYPE_COROUTINE || aw_type_of(value) == AW_TYPE_GENERATOR) {
        put(out, " ");
        put(out, aw__qualname(value));
    }
    put_address(out, value);
}

static void put_repr(text_buffer *out, aw_value value) {
    if (out->depth > 50) return put(out, "...");
    out->depth++;
    switch (aw_type_of(value)) {
    case AW_TYPE_NONE: put(out, "None"); break;
    case AW_TYPE_BOOL: put(out, aw_truth(value) ? "True" : "False"); break;
    case AW_TYPE_INT: put_format(out, "%lld", (long long)aw_as_int(value)); break;
    case AW_TYPE_DOUBLE: put_double(out, aw_as_double(value)); break;
    case AW_TYPE_STRING: put_quoted(out, aw_as_string(value), aw_length(value), false); break;
    case AW_TYPE_BYTES: put_quoted(out, aw_as_string(value), aw_length(value), true); break;
    case AW_TYPE_LIST: put_items(out, value, "[", "]"); break;
    case AW_TYPE_TUPLE: put_tuple(out, value); break;
    case AW_TYPE_RAISED:
    case AW_TYPE_EXCEPTION: put_exception(out, aw__exception_in(value)); break;
    case AW_TYPE_KIND:
        put(out, "<class '");
        put(out, aw_kind_of(value)->name);
        put(out, "'>");
        break;
    case AW_TYPE_SUSPEND: put(out, "<generator object aw_suspend>"); break;
    case AW_TYPE_JS: put_format(out, "<JS value %u>", (unsigned)((aw__js_value *)(void *)aw__object_of(value))->handle); break;
    default: put_object(out, value); break;
    }
    out->depth--;
}

static void put_group(text_buffer *out, aw__exception *group, const aw__list *members) {
    put(out, aw_as_string(aw_item(group->arguments, 0)));
    put_format(out, " (%u sub-exception%s)", (unsigned)members->count, members->count == 1 ? "" : "s");
}

static void put_str(text_buffer *out, aw_value value) {
    if (aw_type_of(value) == AW_TYPE_STRING) return put_bytes(out, aw_as_string(value), aw_length(value));
    if (put_own(out, value, true)) return;
    if (!aw__is_exception(value)) return put_repr(out, value);
    aw__exception *exception = aw__exception_in(value);
    const aw__list *members = aw__group_members(exception);
    if (members) return put_group(out, exception, members);
    if (exception->argument_count > 1) return put_tuple(out, exception->arguments);
    if (!exception->argument_count) return;
    if (aw_matches(value, AW_KEY_ERROR)) return put_repr(out, exception->arguments);
    if (out->depth > 50) return put(out, "...");
    out->depth++;
    put_str(out, exception->arguments);
    out->depth--;
}

/* Writing recurses and formats numbers: on the main stack. */
typedef struct writing {
    void (*put)(text_buffer *out, aw_value value);
    aw_value value;
    const char *text;
} writing;

static void write_text(void *argument) {
    writing *w = argument;
    text_buffer out = {0};
    w->put(&out, w->value);
    w->text = aw__writer_end(&out.writer);
}

static const char *written(void (*put)(text_buffer *, aw_value), aw_value value) {
    writing w = {put, value, NULL};
    aw__on_main_stack(write_text, &w);
    return w.text;
}

const char *aw_repr(aw_value value) { return written(put_repr, value); }
const char *aw_str(aw_value value) { return written(put_str, value); }
