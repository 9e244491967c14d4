/* Tests of your own programs: AW_TEST(name) { … } is a coroutine that `libawait test` runs, in a module of its own and on a virtual clock. */
#ifndef AW_TEST_H
#define AW_TEST_H

#include <aw/coroutine.h>

#ifdef __cplusplus
extern "C" {
#endif

/* AW_TEST(adds_up) { AW_CHECK_EQUAL(add(1, 2), 3); return aw_none(); }
 * defines and registers a coroutine, test_adds_up, which passes unless it raises. Afterwards nothing that it made may be alive, no coroutine may
 * have been forgotten, and no exception: see aw/ps.h. */
#define AW_TEST(name)                                                                                         \
    static aw_test aw__test_##name = {#name, __FILE__, __LINE__, NULL};                          \
    __attribute__((constructor)) static void aw__add_test_##name(void) { aw__test_add(&aw__test_##name); }    \
    AW_ASYNC(test_##name)

/* In a test whose subject it is to forget a coroutine or an exception, or to end with a task pending: those do not count. */
#define AW_EXPECT_MISTAKES() aw__test_expects_mistakes(true)

/* -- Checks. Each may return an AssertionError from your function, which says where and what. They work in every function that returns aw_value. -- */

/* AW_CHECK(count > 0); */
#define AW_CHECK(condition) AW_TRY((condition) ? aw_none() : aw__check_failed(AW__SITE, #condition))
/* AW_CHECK_EQUAL(got, expected); numbers, bools, texts and values, compared as Python's == does. An error in place of a value is raised. */
#define AW_CHECK_EQUAL(got, expected)                                                                         \
    AW_TRY(aw__check_equal(AW__SITE, #got, #expected, AW__AS_VALUE(got), AW__AS_VALUE(expected)))
/* AW_CHECK_RAISES(aw_await(work()), AW_VALUE_ERROR); the value is an error of this kind. Gives the exception. */
#define AW_CHECK_RAISES(value, kind) AW_TRY(aw__check_raises(AW__SITE, #value, (value), (kind)))

/* -- what the macros above expand to -- */

typedef struct aw_test {
    const char *name, *file;
    int line;
    struct aw_test *next;
} aw_test;
void aw__test_add(aw_test *test);
void aw__test_expects_mistakes(bool expected);
aw_value aw__check_failed(const aw_site *site, const char *condition);
aw_value aw__check_equal(const aw_site *site, const char *got_text, const char *expected_text, aw_value got, aw_value expected);
aw_value aw__check_raises(const aw_site *site, const char *text, aw_value value, const aw_kind *kind);

static inline aw_value aw__value_same(aw_value value) { return value; }
static inline aw_value aw__value_unsigned(unsigned long long number) {
    return number <= INT64_MAX ? aw_int((int64_t)number) : aw_double((double)number);
}
static inline aw_value aw__value_text(const char *text) { return text ? aw_string(text) : aw_none(); }
#define AW__AS_VALUE(x)                                                                                       \
    _Generic((x), aw_value: aw__value_same, bool: aw_bool, char *: aw__value_text, const char *: aw__value_text, \
             float: aw_double, double: aw_double, unsigned char: aw__value_unsigned, unsigned short: aw__value_unsigned, \
             unsigned: aw__value_unsigned, unsigned long: aw__value_unsigned, unsigned long long: aw__value_unsigned, \
             default: aw_int)(x)

#ifdef __cplusplus
}
#endif
#endif
