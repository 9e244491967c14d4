/* AW_TEST: the list of tests, and what a check says when it fails. */
#include "test.h"

#include "../base/context.h"
#include "../base/port.h"

aw_test *aw__first_test;
static aw_test **end = &aw__first_test;
bool aw__mistakes_expected;

void aw__test_add(aw_test *test) {
    *end = test;
    end = &test->next;
}

void aw__test_expects_mistakes(bool expected) { aw__mistakes_expected = expected; }

/* Comparing and writing values takes more stack than a coroutine has. */
typedef struct check {
    const aw_site *site;
    const char *text, *expected_text;
    aw_value got, expected;
    const aw_kind *kind;
    aw_value result;
} check;

static aw_value run(void (*function)(void *), check *checked) {
    checked->result = aw_none();
    aw__on_main_stack(function, checked);
    return checked->result;
}

static void fail(void *argument) {
    check *c = argument;
    c->result = aw__raise(c->site, AW_ASSERTION_ERROR, "\1%s is false (%s:%d)", c->text, c->site->file, c->site->line);
}

aw_value aw__check_failed(const aw_site *site, const char *condition) {
    return run(fail, &(check){.site = site, .text = condition});
}

static void check_equal(void *argument) {
    check *c = argument;
    if (aw_is_error(c->got) || aw_is_error(c->expected)) c->result = aw_is_error(c->got) ? c->got : c->expected;
    else if (!aw_equal(c->got, c->expected))
        c->result = aw__raise(c->site, AW_ASSERTION_ERROR, "\1%s == %s is false: got %s, expected %s (%s:%d)", c->text, c->expected_text, aw_repr(c->got),
                              aw_repr(c->expected), c->site->file, c->site->line);
}

aw_value aw__check_equal(const aw_site *site, const char *got_text, const char *expected_text, aw_value got, aw_value expected) {
    return run(check_equal, &(check){.site = site, .text = got_text, .expected_text = expected_text, .got = got, .expected = expected});
}

static void check_raises(void *argument) {
    check *c = argument;
    c->result = aw_caught(c->got);
    if (aw_is_error(c->got) && aw_matches(c->got, c->kind)) return;
    const char *what = aw_is_error(c->got) ? "raised" : "gave";
    c->result = aw__raise(c->site, AW_ASSERTION_ERROR, "\1%s: expected %s, it %s %s (%s:%d)", c->text, c->kind->name, what, aw_repr(c->got),
                          c->site->file, c->site->line);
}

aw_value aw__check_raises(const aw_site *site, const char *text, aw_value value, const aw_kind *kind) {
    return run(check_raises, &(check){.site = site, .text = text, .got = value, .kind = kind});
}
