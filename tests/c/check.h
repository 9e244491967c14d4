/* A small test harness. TEST(name) { … } registers itself; the CHECK macros note what differs and go on. After each test nothing
 * may be left alive, and every warning and unraisable exception must have been checked for. */
#ifndef CHECK_H
#define CHECK_H

#include <aw/aw.h>

typedef struct check_test {
    const char *name;
    void (*run)(void);
    struct check_test *next;
} check_test;
void check_add(check_test *test);
/* Runs the tests whose name contains one of the filters, or all; prints TAP; gives the number of those that failed. */
int check_run(int filter_count, char **filters);
/* For wasm, where there is no main: runs all. */
int run_tests(void);

#define TEST(test_name)                                                                                       \
    static void check_body_##test_name(void);                                                                 \
    static check_test check_entry_##test_name = {#test_name, check_body_##test_name, NULL};                   \
    __attribute__((constructor)) static void check_add_##test_name(void) { check_add(&check_entry_##test_name); } \
    static void check_body_##test_name(void)

#define CHECK_HERE __FILE__, __LINE__
#define CHECK(condition) ((condition) ? (void)0 : check_fail(CHECK_HERE, "%s is false", #condition))
#define CHECK_INT(expected, got) check_int(CHECK_HERE, #got, (expected), (int64_t)(got))
#define CHECK_TEXT(expected, got) check_text(CHECK_HERE, #got, (expected), (got))
/* The value is no error, and its repr() is this text; addresses are left out: "<coroutine object f at 0x>". */
#define CHECK_VALUE(expected, value) check_value(CHECK_HERE, #value, (expected), (value))
#define CHECK_NONE(value) CHECK_VALUE("None", value)
#define CHECK_SAME(expected, value) check_same(CHECK_HERE, #value, (expected), (value))
/* CHECK_RAISES(value, "TypeError", "message"): the value is an error of exactly this kind, and str() of it is this message, unless that is
 * NULL. Gives the exception. */
#define CHECK_RAISES(value, ...) check_raises(CHECK_HERE, #value, (value), __VA_ARGS__)
/* The value is a StopIteration, and its value's repr() is this text. Gives the StopIteration. */
#define CHECK_RETURNS(expected, value) check_returns(CHECK_HERE, #value, (expected), (value))
#define CHECK_STATE(expected, coroutine) CHECK_TEXT(expected, aw_coroutine_state_name(coroutine))
/* The oldest warning, or unraisable exception, that was not yet asked for. The first is a text, the second is the repr() of the exception
 * and the qualified name of the coroutine it came from. */
#define CHECK_WARNING(text) check_warning(CHECK_HERE, (text))
#define CHECK_WARNING_BEGINS(text) check_warning_begins(CHECK_HERE, (text))
/* How many there were that nobody asked for; the same text each time. */
#define CHECK_WARNINGS(count, text) check_warnings(CHECK_HERE, (count), (text))
#define CHECK_UNRAISABLE(exception, coroutine) check_unraisable(CHECK_HERE, (exception), (coroutine))
#define CHECK_QUIET() check_quiet(CHECK_HERE)
/* LOG adds a word to the test's log, CHECK_LOG compares the words, with one space between, and empties it. */
#define LOG(...) check_log(__VA_ARGS__)
#define CHECK_LOG(expected) check_log_is(CHECK_HERE, (expected))

/* aw_live(), less what was alive when the test began: the JavaScript that called it may hold something. */
aw_live_counts check_live(void);
/* From now on each warning becomes an error. Off again at the end of the test. */
void check_warnings_are_errors(void);
/* Forgets the warnings and unraisable exceptions up to now: for tests in which there may be any. */
void check_forget(void);
/* A text without addresses; good until a few more were made. */
const char *check_plain(const char *text);

void check_fail(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
void check_int(const char *file, int line, const char *what, int64_t expected, int64_t got);
void check_text(const char *file, int line, const char *what, const char *expected, const char *got);
void check_value(const char *file, int line, const char *what, const char *expected, aw_value value);
void check_same(const char *file, int line, const char *what, aw_value expected, aw_value value);
aw_value check_raises(const char *file, int line, const char *what, aw_value value, const char *kind, const char *message);
aw_value check_returns(const char *file, int line, const char *what, const char *expected, aw_value value);
void check_warning(const char *file, int line, const char *text);
void check_warning_begins(const char *file, int line, const char *text);
void check_warnings(const char *file, int line, int count, const char *text);
void check_unraisable(const char *file, int line, const char *exception, const char *coroutine);
void check_quiet(const char *file, int line);
void check_log(const char *format, ...) __attribute__((format(printf, 1, 2)));
void check_log_is(const char *file, int line, const char *expected);

#endif
