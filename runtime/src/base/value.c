/* Making values and looking at them. */
#include "context.h"
#include "format.h"

#include <math.h>
#include <string.h>

aw_value aw_none(void) { return aw__pack(AW__TAG_SPECIAL, 0); }
aw_value aw_bool(bool truth) { return aw__pack(AW__TAG_SPECIAL, truth ? 2 : 1); }

aw_value aw_int(int64_t number) {
    if (number >= -(1ll << 47) && number < 1ll << 47) return aw__pack(AW__TAG_INT, (uint64_t)number & AW__PAYLOAD);
    aw__big_int *object = aw__object_new(AW_TYPE_INT, sizeof *object);
    if (object) object->number = number;
    return aw__fresh(object);
}

aw_value aw_double(double number) {
    aw_value value = {0x7FF8000000000000ull};
    if (number == number) memcpy(&value.bits, &number, sizeof number);
    return value;
}

aw_value aw__text_new(aw_type type, const void *data, size_t length) {
    if (length > UINT32_MAX - sizeof(aw__text) - 1) return aw__memory_error();
    aw__text *text = aw__object_new(type, sizeof *text + length + 1);
    if (text) {
        text->length = (uint32_t)length;
        if (data && length) memcpy(text->data, data, length);
    }
    return aw__fresh(text);
}

aw_value aw_string(const char *text) { return text ? aw_string_of(text, strlen(text)) : aw_none(); }
aw_value aw_string_of(const char *text, size_t length) { return aw__text_new(AW_TYPE_STRING, text, length); }
aw_value aw_bytes(const void *data, size_t length) { return aw__text_new(AW_TYPE_BYTES, data, length); }

aw_value aw_format(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    aw_value result = aw_vformat(format, arguments);
    va_end(arguments);
    return result;
}

aw_value aw_vformat(const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = aw__format(NULL, 0, format, again);
    va_end(again);
    if (length < 0) return aw_raise(AW_VALUE_ERROR, "the format or a text in it is not valid");
    aw_value result = aw__text_new(AW_TYPE_STRING, NULL, (size_t)length);
    if (!aw_is_error(result)) aw__format(((aw__text *)(void *)aw__object_of(result))->data, (size_t)length + 1, format, arguments);
    return result;
}

aw_value aw_suspend(aw_value value) {
    unsigned tag = aw__tag(value);
    if (tag == AW__TAG_ERROR) return value;
    if (tag == AW__TAG_SPECIAL) return aw__pack(AW__TAG_SUSPEND, value.bits & 0xFFFFFFFFu);
    int64_t number = aw_as_int(value);
    if (tag == AW__TAG_INT && number == (int32_t)number) return aw__pack(AW__TAG_SUSPEND, 1ull << 32 | (uint32_t)number);
    aw__suspension *suspension = aw__object_new(AW_TYPE_SUSPEND, sizeof *suspension);
    if (suspension) suspension->value = aw__retain(value);
    return aw__fresh(suspension);
}

aw_value aw__js_value_new(uint32_t handle) {
    aw__js_value *object = aw__object_new(AW_TYPE_JS, sizeof *object);
    if (object) {
        object->handle = handle;
        aw__counts.js_handles++;
    }
    return aw__fresh(object);
}

aw_type aw_type_of(aw_value value) {
    switch (aw__tag(value)) {
    case AW__TAG_SPECIAL: return (value.bits & AW__PAYLOAD) == 0 ? AW_TYPE_NONE : AW_TYPE_BOOL;
    case AW__TAG_INT: return AW_TYPE_INT;
    case AW__TAG_OBJECT: return (aw_type)aw__object_of(value)->type;
    case AW__TAG_ERROR: return AW_TYPE_RAISED;
    case AW__TAG_SUSPEND: return AW_TYPE_SUSPEND;
    case AW__TAG_KIND: return AW_TYPE_KIND;
    default: return AW_TYPE_DOUBLE;
    }
}

static aw_value plain(aw_value value) { return aw_is_error(value) ? aw_caught(value) : value; }

bool aw_is(aw_value left, aw_value right) { return plain(left).bits == plain(right).bits; }

/* Exact, as Python compares them: not every int has a double. */
static bool equal_to_double(aw_value value, double number) {
    if (aw_type_of(value) == AW_TYPE_DOUBLE) return aw_as_double(value) == number;
    return number >= -0x1p63 && number < 0x1p63 && (double)(int64_t)number == number && aw_as_int(value) == (int64_t)number;
}

/* Lists can hold themselves; below this depth only identity counts. */
enum { COMPARED_AT_MOST = 100 };
static bool equal(aw_value left, aw_value right, int depth) {
    aw_type a = aw_type_of(left), b = aw_type_of(right);
    bool a_number = a >= AW_TYPE_BOOL && a <= AW_TYPE_DOUBLE, b_number = b >= AW_TYPE_BOOL && b <= AW_TYPE_DOUBLE;
    if (a_number && b_number) {
        if (a == AW_TYPE_DOUBLE) return equal_to_double(right, aw_as_double(left));
        if (b == AW_TYPE_DOUBLE) return equal_to_double(left, aw_as_double(right));
        return aw_as_int(left) == aw_as_int(right);
    }
    if (a != b || aw_is(left, right) || depth > COMPARED_AT_MOST) return aw_is(left, right);
    if (a == AW_TYPE_STRING || a == AW_TYPE_BYTES)
        return aw_length(left) == aw_length(right) && memcmp(aw_as_string(left), aw_as_string(right), aw_length(left)) == 0;
    if (a != AW_TYPE_LIST && a != AW_TYPE_TUPLE) return aw_is(left, right);
    size_t count = aw_length(left);
    if (count != aw_length(right)) return false;
    for (size_t i = 0; i < count; i++)
        if (!equal(aw_item(left, i), aw_item(right, i), depth + 1)) return false;
    return true;
}

bool aw_equal(aw_value left, aw_value right) { return equal(left, right, 0); }

bool aw_truth(aw_value value) {
    switch (aw_type_of(value)) {
    case AW_TYPE_NONE: return false;
    case AW_TYPE_BOOL:
    case AW_TYPE_INT:
    case AW_TYPE_DOUBLE: return aw_as_double(value) != 0;
    case AW_TYPE_STRING:
    case AW_TYPE_BYTES:
    case AW_TYPE_LIST:
    case AW_TYPE_TUPLE: return aw_length(value) > 0;
    default: return true;
    }
}

static int64_t cut(double number) {
    if (number >= 9223372036854775807.0) return INT64_MAX;
    if (number <= -9223372036854775808.0) return INT64_MIN;
    return number == number ? (int64_t)number : 0;
}

static double double_in(aw_value value) {
    double number;
    memcpy(&number, &value.bits, sizeof number);
    return number;
}

/* It does not call aw_as_double(), which calls it: the build could not tell how much stack that needs. */
int64_t aw_as_int(aw_value value) {
    switch (aw_type_of(value)) {
    case AW_TYPE_BOOL: return (value.bits & AW__PAYLOAD) == 2;
    case AW_TYPE_INT:
        if (aw__tag(value) == AW__TAG_OBJECT) return ((aw__big_int *)(void *)aw__object_of(value))->number;
        return (int64_t)(value.bits << 16) >> 16;
    case AW_TYPE_DOUBLE: return cut(double_in(value));
    default: return 0;
    }
}

double aw_as_double(aw_value value) {
    switch (aw_type_of(value)) {
    case AW_TYPE_BOOL:
    case AW_TYPE_INT: return (double)aw_as_int(value);
    case AW_TYPE_DOUBLE: return double_in(value);
    default: return NAN;
    }
}

const char *aw_as_string(aw_value value) {
    aw_type type = aw_type_of(value);
    return type == AW_TYPE_STRING || type == AW_TYPE_BYTES ? ((aw__text *)(void *)aw__object_of(value))->data : NULL;
}

size_t aw_length(aw_value value) {
    switch (aw_type_of(value)) {
    case AW_TYPE_STRING:
    case AW_TYPE_BYTES: return ((aw__text *)(void *)aw__object_of(value))->length;
    case AW_TYPE_LIST: aw__reads(aw__object_of(value)); /* fallthrough */
    case AW_TYPE_TUPLE: return ((aw__list *)(void *)aw__object_of(value))->count;
    default: return 0;
    }
}
