/* What the runtime is given must live while it works with it, even if the program lets go of it meanwhile. */
#include "check.h"

static aw_value list;

/* Leaves the value in `list`, and nowhere else. */
static aw_value only_in_list(aw_value value) {
    CHECK_NONE(aw_append(list, value));
    return aw_none();
}

static void pop(void) {
    AW_SCOPE { CHECK(!aw_is_error(aw_pop(list))); }
}

AW_ASYNC(drops_itself) {
    pop();
    AW_AWAIT(aw_suspend(aw_none()));
    return aw_int(1);
}

TEST(running_a_coroutine_that_drops_itself) {
    list = aw_list_of(0, NULL);
    AW_SCOPE { only_in_list(drops_itself()); }
    CHECK_VALUE("1", aw_run(aw_item(list, 0)));
}

AW_ASYNC(pops_when_closed) {
    aw_value r = aw_await(aw_suspend(aw_none()));
    pop();
    return r;
}
AW_ASYNC(awaits_it) { return AW_AWAIT(pops_when_closed()); }

TEST(throwing_an_exception_that_the_close_lets_go) {
    list = aw_list_of(0, NULL);
    AW_SCOPE { only_in_list(aw_exception(AW_GENERATOR_EXIT, "g")); }
    aw_value c = awaits_it();
    CHECK_NONE(aw_send(c, aw_none()));
    CHECK_RAISES(aw_throw(c, aw_item(list, 0)), "GeneratorExit", "g");
}

AW_ASYNC(lets_go_of_what_it_handles) {
    AW_SCOPE { only_in_list(aw_exception(AW_KEY_ERROR, "k")); }
    aw_value r = aw_raise_exception(aw_item(list, 0));
    AW_EXCEPT(r, AW_KEY_ERROR) {
        pop();
        return aw_raise(AW_VALUE_ERROR, "v");
    }
    return aw_none();
}

TEST(an_exception_is_held_while_it_is_handled) {
    list = aw_list_of(0, NULL);
    aw_value error = CHECK_RAISES(aw_run(lets_go_of_what_it_handles()), "ValueError", "v");
    CHECK_VALUE("KeyError('k')", aw_exception_context(error));
}

static aw_value pops_itself(void *self) {
    pop();
    *(int *)self = 7;
    return aw_int(*(int *)self);
}
static const aw_object_type pops_itself_type = {.name = "It", .next = pops_itself};

TEST(an_object_is_held_while_its_method_runs) {
    list = aw_list_of(0, NULL);
    AW_SCOPE { only_in_list(aw_object_new(&pops_itself_type, sizeof(int))); }
    CHECK_VALUE("7", aw_next(aw_item(list, 0)));
}

static void keeps(void *self) {
    (void)self;
    CHECK_VALUE("'last words'", aw_keep(aw_string("last words")));
}
static const aw_object_type keeps_type = {.name = "It", .fini = keeps};

TEST(keeping_a_value_while_a_scope_ends) {
    AW_SCOPE {
        CHECK(!aw_is_error(aw_object_new(&keeps_type, 1)));
        CHECK(!aw_is_error(aw_string("second")));
    }
}

TEST(the_text_of_an_exception_in_an_exception_in_an_exception) {
    aw_value exception = aw_string("deep");
    for (int i = 0; i < 10000; i++) exception = aw_exception_of(AW_VALUE_ERROR, 1, &exception);
    CHECK_TEXT("...", aw_str(exception));
}

/* -- two awaiters of one coroutine, which only a throw that is refused while another passes can make -- */

static aw_value passed;

AW_ASYNC(throws_into_its_awaiter) {
    aw_value r = aw_await(aw_suspend(aw_int(1)));
    AW_EXCEPT(r, AW_EXCEPTION) {
        CHECK_RAISES(aw_throw(passed, aw_exception(AW_KEY_ERROR, "k")), "ValueError", "coroutine already executing");
        AW_AWAIT(aw_suspend(aw_int(2)));
    }
    return aw_string("inner");
}

AW_ASYNC(is_passed) {
    aw_value r = AW_AWAIT(throws_into_its_awaiter());
    LOG("%s", aw_repr(r));
    return AW_AWAIT(aw_suspend(aw_int(3)));
}
AW_ASYNC(awaits, (aw_value, coroutine)) {
    aw_value r = aw_await(coroutine);
    LOG("%s", aw_repr(aw_caught(r)));
    return aw_int(4);
}

TEST(two_awaiters_of_one_coroutine) {
    passed = is_passed();
    aw_value first = awaits(passed), second = awaits(passed);
    CHECK_VALUE("1", aw_send(first, aw_none()));
    CHECK_VALUE("2", aw_throw(first, aw_exception(AW_VALUE_ERROR, "v")));
    CHECK_VALUE("3", aw_send(second, aw_none()));
    CHECK_LOG("None");
    CHECK_RETURNS("4", aw_send(first, aw_string("end")));
    CHECK_LOG("'end'");
    CHECK_RETURNS("4", aw_send(second, aw_none()));
    CHECK_LOG("RuntimeError('cannot reuse already awaited coroutine')");
}
