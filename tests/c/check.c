/* The test harness: the list of tests, what a check does when it fails, and what each test must leave behind: nothing. */
#include "check.h"

#include <stdio.h>
#include <string.h>

enum { NOTES = 16, NOTE_SIZE = 600, LOG_SIZE = 4000 };
typedef struct notes {
    char text[NOTES][NOTE_SIZE];
    int count, taken;
} notes;

static check_test *first_test;
static check_test **next_test = &first_test;
static notes warnings, unraisables;
static bool warnings_are_errors;
static char log_text[LOG_SIZE];
static int failures;
static aw_live_counts before; /* what was alive when the test began */

void check_add(check_test *test) {
    *next_test = test;
    next_test = &test->next;
}

void check_fail(const char *file, int line, const char *format, ...) {
    if (++failures > 20) return;
    va_list arguments;
    printf("# %s:%d: ", file, line);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

void check_int(const char *file, int line, const char *what, int64_t expected, int64_t got) {
    if (expected != got) check_fail(file, line, "%s: expected %lld, got %lld", what, (long long)expected, (long long)got);
}

void check_text(const char *file, int line, const char *what, const char *expected, const char *got) {
    if (!got || strcmp(expected, got) != 0)
        check_fail(file, line, "%s:\n#   expected %s\n#   got      %s", what, expected, got ? got : "(null)");
}

const char *check_plain(const char *text) {
    static char texts[4][NOTE_SIZE];
    static unsigned turn;
    char *plain = texts[turn++ % 4], *end = plain;
    for (const char *at = text; *at && end < plain + NOTE_SIZE - 8;) {
        if (strncmp(at, " at 0x", 6) == 0) {
            memcpy(end, at, 6);
            end += 6;
            at += 6 + strspn(at + 6, "0123456789abcdef");
        } else {
            *end++ = *at++;
        }
    }
    *end = 0;
    return plain;
}

void check_value(const char *file, int line, const char *what, const char *expected, aw_value value) {
    if (aw_is_error(value)) check_fail(file, line, "%s: expected %s, it raised %s", what, expected, aw_repr(aw_caught(value)));
    else check_text(file, line, what, expected, check_plain(aw_repr(value)));
}

void check_same(const char *file, int line, const char *what, aw_value expected, aw_value value) {
    if (!aw_is(expected, value)) check_fail(file, line, "%s: expected this very %s, got %s", what, aw_repr(expected), aw_repr(value));
}

aw_value check_raises(const char *file, int line, const char *what, aw_value value, const char *kind, const char *message) {
    if (!aw_is_error(value)) {
        check_fail(file, line, "%s: expected %s(%s), got the value %s", what, kind, message ? message : "…", aw_repr(value));
        return aw_none();
    }
    aw_value exception = aw_caught(value);
    check_text(file, line, what, kind, aw_kind_of(exception)->name);
    if (message) check_text(file, line, what, message, check_plain(aw_str(exception)));
    return exception;
}

aw_value check_returns(const char *file, int line, const char *what, const char *expected, aw_value value) {
    aw_value exception = check_raises(file, line, what, value, "StopIteration", NULL);
    check_value(file, line, what, expected, aw_stop_value(exception));
    return exception;
}

/* Notes are kept as plain text: a value kept here would count as alive. */
static void note(notes *notes, const char *text) {
    if (notes->count < NOTES) snprintf(notes->text[notes->count], NOTE_SIZE, "%s", text);
    notes->count++;
}

static const char *take(notes *notes) {
    if (notes->taken >= notes->count || notes->taken >= NOTES) return "(none)";
    return notes->text[notes->taken++];
}

static aw_value on_warning(const char *text) {
    if (warnings_are_errors) return aw_raise(AW_RUNTIME_WARNING, "%s", text);
    note(&warnings, text);
    return aw_none();
}

static void unraisable_text(char *text, const char *exception, const char *coroutine) {
    snprintf(text, NOTE_SIZE, "%s in %s", exception, coroutine);
}

static void on_unraisable(aw_value exception, aw_value object) {
    char text[NOTE_SIZE];
    const char *name = aw_coroutine_qualname(object);
    unraisable_text(text, aw_repr(exception), name ? name : aw_repr(object));
    note(&unraisables, text);
}

void check_warnings_are_errors(void) { warnings_are_errors = true; }

void check_warning(const char *file, int line, const char *text) { check_text(file, line, "the warning", text, take(&warnings)); }

void check_warning_begins(const char *file, int line, const char *text) {
    const char *got = take(&warnings);
    if (strncmp(text, got, strlen(text)) != 0) check_text(file, line, "the beginning of the warning", text, got);
}

void check_warnings(const char *file, int line, int count, const char *text) {
    check_int(file, line, "the number of warnings", count, warnings.count - warnings.taken);
    while (warnings.taken < warnings.count && warnings.taken < NOTES) check_warning(file, line, text);
    warnings.taken = warnings.count = 0;
}

void check_unraisable(const char *file, int line, const char *exception, const char *coroutine) {
    char text[NOTE_SIZE];
    unraisable_text(text, exception, coroutine);
    check_text(file, line, "the unraisable exception", text, take(&unraisables));
}

void check_quiet(const char *file, int line) {
    while (warnings.taken < warnings.count && warnings.taken < NOTES) check_fail(file, line, "unexpected warning: %s", take(&warnings));
    while (unraisables.taken < unraisables.count && unraisables.taken < NOTES)
        check_fail(file, line, "unexpected unraisable exception: %s", take(&unraisables));
    if (warnings.count > NOTES || unraisables.count > NOTES) check_fail(file, line, "more warnings than can be noted");
}

void check_log(const char *format, ...) {
    size_t length = strlen(log_text);
    if (length > 0 && length < LOG_SIZE - 1) log_text[length++] = ' ';
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(log_text + length, LOG_SIZE - length, format, arguments);
    va_end(arguments);
}

void check_log_is(const char *file, int line, const char *expected) {
    check_text(file, line, "the log", expected, log_text);
    log_text[0] = 0;
}

aw_live_counts check_live(void) {
    aw_collect();
    aw_live_counts now = aw_live();
    return (aw_live_counts){now.objects - before.objects, now.coroutines - before.coroutines, now.stacks - before.stacks,
                            now.js_handles - before.js_handles, now.bytes - before.bytes};
}

static void check_nothing_left(const char *name) {
    aw_live_counts live = check_live();
    if (live.objects || live.coroutines || live.stacks || live.js_handles || live.bytes)
        check_fail(name, 0, "alive afterwards: %zu objects, %zu coroutines, %zu stacks, %zu JS handles, %zu bytes", live.objects,
                   live.coroutines, live.stacks, live.js_handles, live.bytes);
    if (!aw_is_none(aw_handled_exception())) check_fail(name, 0, "an exception still counts as being handled");
    check_quiet(name, 0);
}

void check_forget(void) { warnings.count = warnings.taken = unraisables.count = unraisables.taken = 0; }

static bool run_test(const check_test *test) {
    aw_set_warning_hook(on_warning); /* a test may set its own */
    aw_set_unraisable_hook(on_unraisable);
    failures = 0;
    warnings_are_errors = false;
    log_text[0] = 0;
    check_forget();
    aw_collect();
    before = aw_live();
    AW_SCOPE { test->run(); }
    check_nothing_left(test->name);
    aw_set_coroutine_origin_tracking_depth(0);
    return failures == 0;
}

static bool chosen(const char *name, int filter_count, char **filters) {
    for (int i = 0; i < filter_count; i++)
        if (strstr(name, filters[i])) return true;
    return filter_count == 0;
}

int check_run(int filter_count, char **filters) {
    int number = 0, failed = 0;
    for (const check_test *test = first_test; test; test = test->next) {
        if (!chosen(test->name, filter_count, filters)) continue;
        bool passed = run_test(test);
        printf("%s %d %s\n", passed ? "ok" : "not ok", ++number, test->name);
        fflush(stdout);
        failed += !passed;
    }
    printf("1..%d\n", number);
    fflush(stdout);
    return failed;
}

int run_tests(void) { return check_run(0, NULL); }
#ifndef __wasm__
int main(int argc, char **argv) { return check_run(argc - 1, argv + 1) != 0; }
#endif
