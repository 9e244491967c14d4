/* Python's `<`: which of two values comes first. */
#include "context.h"
#include "port.h"

#include <math.h>
#include <string.h>

/* Sequences inside each other, as deep as Python's own stack lets it go. */
enum { COMPARED_AT_MOST = 1000 };

static bool is_number(aw_value value) {
    aw_type type = aw_type_of(value);
    return type == AW_TYPE_BOOL || type == AW_TYPE_INT || type == AW_TYPE_DOUBLE;
}

/* Exact: not every int has a double. */
static bool int_before_double(int64_t number, double other) {
    if (other >= 0x1p63) return true;
    return other > -0x1p63 && number < (int64_t)ceil(other);
}
static bool double_before_int(double number, int64_t other) {
    if (number < -0x1p63) return true;
    return number < 0x1p63 && (int64_t)floor(number) < other;
}

static bool number_before(aw_value left, aw_value right) {
    bool left_double = aw_type_of(left) == AW_TYPE_DOUBLE, right_double = aw_type_of(right) == AW_TYPE_DOUBLE;
    if (left_double && right_double) return aw_as_double(left) < aw_as_double(right);
    if (left_double) return double_before_int(aw_as_double(left), aw_as_int(right));
    if (right_double) return int_before_double(aw_as_int(left), aw_as_double(right));
    return aw_as_int(left) < aw_as_int(right);
}

/* The order of UTF-8's bytes is that of the code points. */
static bool text_before(aw_value left, aw_value right) {
    size_t a = aw_length(left), b = aw_length(right);
    int order = memcmp(aw_as_string(left), aw_as_string(right), a < b ? a : b);
    return order ? order < 0 : a < b;
}

static aw_value plain_less(aw_value left, aw_value right) {
    if (is_number(left) && is_number(right)) return aw_bool(number_before(left, right));
    aw_type type = aw_type_of(left);
    if ((type == AW_TYPE_STRING || type == AW_TYPE_BYTES) && aw_type_of(right) == type) return aw_bool(text_before(left, right));
    return aw_raise(AW_TYPE_ERROR, "'<' not supported between instances of '%s' and '%s'", aw_type_name(left), aw_type_name(right));
}

static bool are_sequences(aw_value left, aw_value right) {
    aw_type type = aw_type_of(left);
    return (type == AW_TYPE_LIST || type == AW_TYPE_TUPLE) && aw_type_of(right) == type;
}

static bool same(aw_value left, aw_value right) { return aw_is(left, right) || aw_equal(left, right); }

typedef struct comparison {
    aw_value left, right, result;
} comparison;

/* The first items that differ decide, and where those are sequences it goes on in them. */
static void sequence_less(void *argument) {
    comparison *it = argument;
    for (int depth = 0; are_sequences(it->left, it->right); depth++) {
        size_t a = aw_length(it->left), b = aw_length(it->right), i = 0;
        while (i < a && i < b && same(aw_item(it->left, i), aw_item(it->right, i))) i++;
        it->result = aw_bool(a < b);
        if (i == a || i == b) return;
        if (depth == COMPARED_AT_MOST) {
            it->result = aw_raise(AW_RECURSION_ERROR, "maximum recursion depth exceeded in comparison");
            return;
        }
        it->left = aw_item(it->left, i);
        it->right = aw_item(it->right, i);
    }
    it->result = plain_less(it->left, it->right);
}

aw_value aw_less(aw_value left, aw_value right) {
    AW_TRY(left);
    AW_TRY(right);
    if (!are_sequences(left, right)) return plain_less(left, right);
    comparison it = {left, right, aw_none()};
    aw__on_main_stack(sequence_less, &it);
    return it.result;
}
