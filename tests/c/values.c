/* Values: what repr() and str() say of them, when they are equal, lists, and exceptions as objects. */
#include "awaitables.h"
#include "check.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>

TEST(repr_of_values) {
    CHECK_VALUE("None", aw_none());
    CHECK_VALUE("True", aw_bool(true));
    CHECK_VALUE("False", aw_bool(false));
    CHECK_VALUE("0", aw_int(0));
    CHECK_VALUE("-1", aw_int(-1));
    CHECK_VALUE("9223372036854775807", aw_int(INT64_MAX));
    CHECK_VALUE("-9223372036854775808", aw_int(INT64_MIN));
    CHECK_VALUE("140737488355328", aw_int(1ll << 47));
    CHECK_VALUE("-140737488355329", aw_int(-(1ll << 47) - 1));
    CHECK_VALUE("''", aw_string(""));
    CHECK_VALUE("'it'", aw_string("it"));
    CHECK_VALUE("\"it's\"", aw_string("it's"));
    CHECK_VALUE("'it\\'s \"x\"'", aw_string("it's \"x\""));
    CHECK_VALUE("'\\n\\t\\r\\\\\\x00\\x01\\x7f'", aw_string_of("\n\t\r\\\0\1\177", 7));
    CHECK_VALUE("'äöü €'", aw_string("äöü €"));
    CHECK_VALUE("b'a\\x00\\xff\\n'", aw_bytes("a\0\377\n", 4));
    CHECK_VALUE("b\"it's\"", aw_bytes("it's", 4));
    CHECK_VALUE("[]", aw_list_of(0, NULL));
    CHECK_VALUE("()", aw_tuple_of(0, NULL));
    CHECK_VALUE("(1,)", AW_TUPLE(aw_int(1)));
    CHECK_VALUE("[1, 'a', (None, 2.5), [True]]",
                AW_LIST(aw_int(1), aw_string("a"), AW_TUPLE(aw_none(), aw_double(2.5)), AW_LIST(aw_bool(true))));
    CHECK_VALUE("<class 'ValueError'>", aw_kind_value(AW_VALUE_ERROR));
}

TEST(repr_of_floats) {
    CHECK_VALUE("0.0", aw_double(0));
    CHECK_VALUE("-0.0", aw_double(-0.0));
    CHECK_VALUE("1.0", aw_double(1));
    CHECK_VALUE("0.1", aw_double(0.1));
    CHECK_VALUE("0.30000000000000004", aw_double(0.1 + 0.2));
    CHECK_VALUE("1e+16", aw_double(1e16));
    CHECK_VALUE("1234567890123456.0", aw_double(1234567890123456.0));
    CHECK_VALUE("1e-05", aw_double(0.00001));
    CHECK_VALUE("0.0001", aw_double(0.0001));
    CHECK_VALUE("1.7976931348623157e+308", aw_double(1.7976931348623157e308));
    CHECK_VALUE("5e-324", aw_double(5e-324));
    CHECK_VALUE("inf", aw_double(INFINITY));
    CHECK_VALUE("-inf", aw_double(-INFINITY));
    CHECK_VALUE("nan", aw_double(NAN));
    CHECK_VALUE("nan", aw_double(-NAN));
}

TEST(text_of_values) {
    CHECK_TEXT("it's", aw_str(aw_string("it's")));
    CHECK_TEXT("1.5", aw_str(aw_double(1.5)));
    CHECK_TEXT("['a']", aw_str(AW_LIST(aw_string("a"))));
    CHECK_TEXT("no", aw_str(aw_exception(AW_VALUE_ERROR, "no")));
    CHECK_TEXT("'no'", aw_str(aw_exception(AW_KEY_ERROR, "no")));
    CHECK_TEXT("", aw_str(aw_exception(AW_VALUE_ERROR, "")));
    aw_value two[] = {aw_string("a"), aw_int(1)};
    CHECK_TEXT("('a', 1)", aw_str(aw_exception_of(AW_VALUE_ERROR, 2, two)));
    CHECK_TEXT("ValueError('a', 1)", aw_repr(aw_exception_of(AW_VALUE_ERROR, 2, two)));
    CHECK_TEXT("1", aw_str(aw_exception_of(AW_VALUE_ERROR, 1, two + 1)));
    CHECK_TEXT("('a', 1)", aw_str(aw_exception_of(AW_KEY_ERROR, 2, two)));
}

TEST(equality_and_identity) {
    CHECK(aw_equal(aw_int(1), aw_double(1)));
    CHECK(aw_equal(aw_int(1), aw_bool(true)));
    CHECK(aw_equal(aw_int(1ll << 60), aw_int(1ll << 60)));
    CHECK(!aw_equal(aw_int((1ll << 60) + 1), aw_double(1152921504606846976.0)));
    CHECK(!aw_equal(aw_double(NAN), aw_double(NAN)));
    CHECK(aw_equal(aw_string("a"), aw_string("a")));
    CHECK(!aw_equal(aw_string("a"), aw_bytes("a", 1)));
    CHECK(aw_equal(AW_LIST(aw_int(1), aw_string("a")), AW_LIST(aw_double(1), aw_string("a"))));
    CHECK(!aw_equal(AW_LIST(aw_int(1)), AW_TUPLE(aw_int(1))));
    CHECK(!aw_equal(aw_none(), aw_bool(false)));
    CHECK(!aw_equal(aw_exception(AW_VALUE_ERROR, "a"), aw_exception(AW_VALUE_ERROR, "a")));
    CHECK(aw_is(aw_none(), aw_none()));
    CHECK(!aw_is(aw_int(1), aw_double(1)));
    CHECK(aw_is(aw_kind_value(AW_VALUE_ERROR), aw_kind_value(AW_VALUE_ERROR)));
}

TEST(truth_and_numbers) {
    CHECK(!aw_truth(aw_none()) && !aw_truth(aw_bool(false)) && !aw_truth(aw_int(0)) && !aw_truth(aw_double(-0.0)));
    CHECK(!aw_truth(aw_string("")) && !aw_truth(aw_bytes("", 0)) && !aw_truth(aw_list_of(0, NULL)) && !aw_truth(aw_tuple_of(0, NULL)));
    CHECK(aw_truth(aw_double(NAN)) && aw_truth(aw_string(" ")) && aw_truth(AW_LIST(aw_none())) && aw_truth(aw_exception(AW_EXCEPTION, "")));
    CHECK_INT(INT64_MIN, aw_as_int(aw_int(INT64_MIN)));
    CHECK_INT(-2, aw_as_int(aw_double(-2.9)));
    CHECK_INT(1, aw_as_int(aw_bool(true)));
    CHECK_INT(0, aw_as_int(aw_string("1")));
    CHECK_INT(0, aw_as_int(aw_double(NAN)));
    CHECK(aw_as_double(aw_int(3)) == 3.0);
    CHECK(isnan(aw_as_double(aw_none())));
}

TEST(texts_and_bytes) {
    aw_value text = aw_string_of("a\0b", 3);
    CHECK_INT(3, aw_length(text));
    CHECK_INT('b', aw_as_string(text)[2]);
    CHECK_INT(0, aw_as_string(text)[3]);
    CHECK_TEXT("7 and x", aw_as_string(aw_format("%d and %s", 7, "x")));
    CHECK(aw_as_string(aw_int(1)) == NULL);
    CHECK_INT(2, aw_length(aw_bytes("ab", 2)));
    CHECK_INT(0, aw_length(aw_int(5)));
}

/* As the C library formats it, whichever of the two does it. */
#define CHECK_FORMAT(...) \
    do { \
        char expected[512]; \
        CHECK_INT(snprintf(expected, sizeof expected, __VA_ARGS__), aw_length(aw_format(__VA_ARGS__))); \
        CHECK_TEXT(expected, aw_as_string(aw_format(__VA_ARGS__))); \
    } while (0)

TEST(formatting) {
    CHECK_FORMAT("nothing, %d%% of it", 100);
    CHECK_FORMAT("%d %d %d %d", 0, -1, INT_MIN, INT_MAX);
    CHECK_FORMAT("%u %zu %lld %lld", UINT_MAX, SIZE_MAX, LLONG_MIN, LLONG_MAX);
    CHECK_FORMAT("%llx %#llx %#llx", 0xdeadbeefcafeull, ULLONG_MAX, 0ull);
    CHECK_FORMAT("%s%s|%s", "", "umlaut: \xc3\xa4", "end");
    CHECK_FORMAT("%s has %d, and %.3f of %5s", "this one", 7, 0.5, "all");
    CHECK_FORMAT("%-4d|%04x|%c|%ld|%hhd", 3, 255u, 'c', -5l, 300 & 0xff);
    CHECK_FORMAT("%.*s %i", 2, "cut", -7);
    CHECK_TEXT("(null)", aw_as_string(aw_format("%s", (const char *)NULL)));
    CHECK_TEXT("50%", aw_as_string(aw_format("%d%%", 50)));
}

TEST(lists) {
    aw_value list = aw_list_of(0, NULL);
    CHECK_RAISES(aw_pop(list), "IndexError", "pop from empty list");
    for (int i = 0; i < 100; i++) CHECK_NONE(aw_append(list, aw_int(i)));
    CHECK_INT(100, aw_length(list));
    CHECK_VALUE("99", aw_pop(list));
    CHECK_VALUE("50", aw_item(list, 50));
    CHECK_RAISES(aw_item(list, 99), "IndexError", "list index out of range");
    CHECK_RAISES(aw_item(AW_TUPLE(list), 1), "IndexError", "tuple index out of range");
    CHECK_RAISES(aw_item(aw_int(1), 0), "TypeError", "'int' object is not subscriptable");
    CHECK_RAISES(aw_append(AW_TUPLE(list), list), "TypeError", NULL);
    CHECK_RAISES(aw_pop(aw_int(1)), "TypeError", NULL);
    AW_SCOPE {
        aw_value outer = aw_list_of(0, NULL), popped;
        AW_SCOPE { CHECK_NONE(aw_append(outer, tracked_new())); }
        AW_SCOPE {
            popped = aw_pop(outer);
            CHECK_TEXT("Tracked", aw_type_name(popped));
            LOG("popped");
        }
        LOG("after");
    }
    CHECK_LOG("popped gone after");
}

TEST(lists_that_hold_themselves) {
    aw_value list = aw_list_of(0, NULL), other = aw_list_of(0, NULL);
    CHECK_NONE(aw_append(list, list));
    CHECK_NONE(aw_append(list, AW_TUPLE(list)));
    CHECK_VALUE("[[...], ([...],)]", list);
    CHECK(aw_equal(list, list));
    CHECK_NONE(aw_append(other, other));
    CHECK(!aw_equal(list, other));
    while (aw_length(list)) aw_pop(list);
    aw_pop(other);
}

static const aw_kind own_kind = {"OwnError", AW_LOOKUP_ERROR};

TEST(kinds) {
    aw_value e = aw_exception(&own_kind, "%d", 5);
    CHECK_VALUE("OwnError('5')", e);
    CHECK(aw_matches(e, &own_kind) && aw_matches(e, AW_LOOKUP_ERROR) && aw_matches(e, AW_EXCEPTION) && aw_matches(e, AW_BASE_EXCEPTION));
    CHECK(!aw_matches(e, AW_KEY_ERROR));
    CHECK(!aw_matches(aw_int(1), AW_BASE_EXCEPTION));
    CHECK(!aw_matches(aw_exception(AW_CANCELLED_ERROR, ""), AW_EXCEPTION));
    CHECK(aw_kind_of(e) == &own_kind);
    CHECK(aw_kind_of(aw_int(1)) == NULL);
    CHECK(aw_kind_named("KeyError") == AW_KEY_ERROR);
    CHECK(aw_kind_named("NoSuchError") == NULL);
    CHECK_RAISES(aw_raise_exception(aw_int(3)), "TypeError", "exceptions must derive from BaseException");
    CHECK_RAISES(aw_raise_from(e, aw_int(3)), "TypeError", "exception causes must derive from BaseException");
    CHECK_RAISES(aw_raise_exception(aw_kind_value(&own_kind)), "OwnError", "");
    CHECK_RAISES(aw_reraise(), "RuntimeError", "No active exception to reraise");
}

AW_ASYNC(catches_one_of_two, (aw_value, exception)) {
    aw_value r = aw_raise_exception(exception);
    AW_EXCEPT(r, AW_KINDS(AW_KEY_ERROR, AW_VALUE_ERROR), e) {
        CHECK(aw_is_none(r));
        CHECK_SAME(e, aw_handled_exception());
        return aw_string("caught");
    }
    return r;
}

TEST(except_with_several_kinds) {
    CHECK_RETURNS("'caught'", STEP(catches_one_of_two(aw_exception(AW_KEY_ERROR, ""))));
    CHECK_RETURNS("'caught'", STEP(catches_one_of_two(aw_exception(AW_UNICODE_ERROR, ""))));
    CHECK_RAISES(STEP(catches_one_of_two(aw_exception(AW_TYPE_ERROR, "t"))), "TypeError", "t");
}
